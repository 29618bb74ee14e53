import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Accounts, type Output, readAccounts, reportArguments } from './accounts.ts';
import type { Request } from './fault-proxy.ts';
import { type Fault, faults } from './faults.ts';
import { notConverged, untrueWords, type Wanted, wantedOf } from './judge.ts';
import { type OrgState, readOrgState } from './org-state.ts';
import { changesOrg } from './request-name.ts';
import { openStand, type Scenario, type Stand, type StandRun } from './stand.ts';

/** One run of the matrix: a clean deploy with one fault in one request. */
export interface Cell {
  readonly scenario: Scenario;
  readonly request: Request;
  readonly fault: Fault;
  readonly output: Output;
}

export interface CellResult extends Cell {
  /** false if the request wasn't sent. */
  readonly isHit: boolean;
  /** null if the process was killed. */
  readonly exitCode: number | null;
  readonly milliseconds: number;
  /** Untrue statements of the run itself and of the one after it. */
  readonly untrue: readonly string[];
  /** Claims that the judge doesn't understand and therefore reports. */
  readonly notUnderstood: readonly string[];
  /** Problems after a second run without a fault; empty if it converged. */
  readonly notConverged: readonly string[];
}

const command = ['deploy', '--env', 'matrix'] as const;

/** The requests of a run without a fault, which must succeed. */
export async function requestsOf(stand: Stand): Promise<readonly Request[]> {
  await stand.reset();
  const ran = await stand.run(command);
  const states = await statesOf(stand);
  const wrong = states.flatMap((state) => notConverged(state, wantedIn(stand)));
  if (ran.code !== 0 || wrong.length > 0)
    throw new Error(`The deploy fails without any fault: ${wrong.join(', ')}\n${ran.stdout}${ran.stderr}`);
  return ran.requests;
}

/** Runs one cell and the run after it, and judges both. */
export async function runCell(stand: Stand, cell: Cell): Promise<CellResult> {
  const { request: at, fault, output } = cell;
  const folder = await stand.reset();
  const before = await statesOf(stand);
  const ran = await stand.run(argumentsOf(stand, output), { at, fault });
  const between = await statesOf(stand);
  const first = judge(stand, before, between, readAccounts(stand, folder, output, ran));
  // The other output format: the next run reports as JSON what this one printed for people, or the reverse.
  const other = output === 'json' ? 'terminal' : 'json';
  const again = await stand.run([...command, ...(other === 'json' ? ['--json'] : [])]);
  const after = await statesOf(stand);
  const second = judge(stand, between, after, withoutFiles(readAccounts(stand, folder, other, again)));
  return {
    ...cell,
    isHit: ran.isHit,
    exitCode: ran.code,
    milliseconds: Math.round(ran.milliseconds),
    untrue: [...first.untrue, ...second.untrue.map((words) => `second run, ${words}`)],
    notUnderstood: [...first.notUnderstood, ...second.notUnderstood],
    notConverged: [
      ...(again.code === 0 ? [] : [`the second run ended with ${again.code}: ${lastLines(again)}`]),
      ...after.flatMap((state) => notConverged(state, wantedIn(stand))),
      ...leftJournals(folder),
    ],
  };
}

/**
 * Runs cells on as many stands as there are places, each on a stand for its scenario.
 * @param done called after each cell
 * @param until by `performance.now()`: no run starts afterwards
 */
export async function runCells(
  cells: readonly Cell[],
  stands: readonly Stand[],
  done: (result: CellResult) => void = () => {},
  until: number = Number.POSITIVE_INFINITY,
): Promise<readonly CellResult[]> {
  const left = [...cells];
  const results: CellResult[] = [];
  await Promise.all(
    stands.map(async (stand) => {
      for (;;) {
        const index = left.findIndex(({ scenario }) => scenario === stand.scenario);
        const [cell] = index < 0 ? [] : left.splice(index, 1);
        if (!cell || performance.now() > until) return;
        const result = await runCell(stand, cell);
        results.push(result);
        done(result);
      }
    }),
  );
  return results;
}

/** All faults for all requests. The two output formats alternate. */
export function cellsOf(scenario: Scenario, requests: readonly Request[]): readonly Cell[] {
  return requests.flatMap((request, row) =>
    faults
      .filter(({ onlyForChanges = false }) => !onlyForChanges || changesOrg(request.name))
      .map((fault, column): Cell => {
        const output = (row + column) % 2 === 0 ? 'terminal' : 'json';
        return { scenario, request, fault, output };
      }),
  );
}

/** Opens stands, runs a function on them, and always closes them. */
export async function withStands<T>(
  scenario: Scenario,
  main: string,
  count: number,
  work: (stands: readonly Stand[]) => Promise<T>,
): Promise<T> {
  const stands = await Promise.all(Array.from({ length: count }, () => openStand(scenario, main)));
  try {
    return await work(stands);
  } finally {
    await Promise.all(stands.map((stand) => stand.close()));
  }
}

function argumentsOf(stand: Stand, output: Output): readonly string[] {
  return [...command, ...reportArguments(stand, output), ...(output === 'json' ? ['--json'] : [])];
}

function judge(
  stand: Stand,
  before: readonly OrgState[],
  after: readonly OrgState[],
  { ofOrgs, notUnderstood }: Accounts,
): { readonly untrue: readonly string[]; readonly notUnderstood: readonly string[] } {
  const untrue = ofOrgs.flatMap((accounts, index) =>
    accounts.flatMap((account) =>
      untrueWords(account, before[index] as OrgState, after[index] as OrgState, wantedIn(stand)),
    ),
  );
  return { untrue, notUnderstood };
}

/** The report is the first run's, and the history contains both runs. */
function withoutFiles({ ofOrgs, notUnderstood }: Accounts): Accounts {
  const media = ['--json', 'terminal'];
  return {
    ofOrgs: ofOrgs.map((accounts) => accounts.filter(({ medium }) => media.includes(medium))),
    notUnderstood,
  };
}

function statesOf({ orgs }: Stand): Promise<readonly OrgState[]> {
  return Promise.all(orgs.map(readOrgState));
}

function wantedIn({ scenario }: Stand): Wanted {
  return wantedOf(scenario === 'example');
}

function leftJournals(folder: string): readonly string[] {
  const journals = join(folder, '.keyway', 'journal');
  return existsSync(journals) ? readdirSync(journals).map((name) => `the journal ${name} is left`) : [];
}

function lastLines({ stdout, stderr }: StandRun): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join(' ').slice(0, 600);
}
