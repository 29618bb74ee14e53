import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Accounts, type Output, readAccounts, reportArguments } from './accounts.ts';
import type { Request } from './fault-proxy.ts';
import { type Fault, faults } from './faults.ts';
import { notConverged, untrueWords, type Wanted, wantedOf } from './judge.ts';
import { type OrgState, readOrgState } from './org-state.ts';
import { changesOrg } from './request-name.ts';
import { openTestbed, type Scenario, type Testbed, type TestbedRun } from './testbed.ts';

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
export async function requestsOf(testbed: Testbed): Promise<readonly Request[]> {
  await testbed.reset();
  const ran = await testbed.run(command);
  const states = await statesOf(testbed);
  const wrong = states.flatMap((state) => notConverged(state, wantedIn(testbed)));
  if (ran.code !== 0 || wrong.length > 0)
    throw new Error(`The deploy fails without any fault: ${wrong.join(', ')}\n${ran.stdout}${ran.stderr}`);
  return ran.requests;
}

/** Runs one cell and the run after it, and judges both. */
export async function runCell(testbed: Testbed, cell: Cell): Promise<CellResult> {
  const { request: at, fault, output } = cell;
  const folder = await testbed.reset();
  const before = await statesOf(testbed);
  const ran = await testbed.run(argumentsOf(testbed, output), { at, fault });
  const between = await statesOf(testbed);
  const first = judge(testbed, before, between, readAccounts(testbed, folder, output, ran));
  // The other output format: the next run reports as JSON what this one printed for people, or the reverse.
  const other = output === 'json' ? 'terminal' : 'json';
  const again = await testbed.run([...command, ...(other === 'json' ? ['--json'] : [])]);
  const after = await statesOf(testbed);
  const second = judge(testbed, between, after, withoutFiles(readAccounts(testbed, folder, other, again)));
  return {
    ...cell,
    isHit: ran.isHit,
    exitCode: ran.code,
    milliseconds: Math.round(ran.milliseconds),
    untrue: [...first.untrue, ...second.untrue.map((words) => `second run, ${words}`)],
    notUnderstood: [...first.notUnderstood, ...second.notUnderstood],
    notConverged: [
      ...(again.code === 0 ? [] : [`the second run ended with ${again.code}: ${lastLines(again)}`]),
      ...after.flatMap((state) => notConverged(state, wantedIn(testbed))),
      ...leftJournals(folder),
    ],
  };
}

/**
 * Runs cells on as many testbeds as there are places, each on a testbed for its scenario.
 * @param done called after each cell
 * @param until by `performance.now()`: no run starts afterwards
 */
export async function runCells(
  cells: readonly Cell[],
  testbeds: readonly Testbed[],
  done: (result: CellResult) => void = () => {},
  until: number = Number.POSITIVE_INFINITY,
): Promise<readonly CellResult[]> {
  const left = [...cells];
  const results: CellResult[] = [];
  await Promise.all(
    testbeds.map(async (testbed) => {
      for (;;) {
        const index = left.findIndex(({ scenario }) => scenario === testbed.scenario);
        const [cell] = index < 0 ? [] : left.splice(index, 1);
        if (!cell || performance.now() > until) return;
        const result = await runCell(testbed, cell);
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

/** Opens testbeds, runs a function on them, and always closes them. */
export async function withTestbeds<T>(
  scenario: Scenario,
  main: string,
  count: number,
  work: (testbeds: readonly Testbed[]) => Promise<T>,
): Promise<T> {
  const testbeds = await Promise.all(Array.from({ length: count }, () => openTestbed(scenario, main)));
  try {
    return await work(testbeds);
  } finally {
    await Promise.all(testbeds.map((testbed) => testbed.close()));
  }
}

function argumentsOf(testbed: Testbed, output: Output): readonly string[] {
  return [...command, ...reportArguments(testbed, output), ...(output === 'json' ? ['--json'] : [])];
}

function judge(
  testbed: Testbed,
  before: readonly OrgState[],
  after: readonly OrgState[],
  { ofOrgs, notUnderstood }: Accounts,
): { readonly untrue: readonly string[]; readonly notUnderstood: readonly string[] } {
  const untrue = ofOrgs.flatMap((accounts, index) =>
    accounts.flatMap((account) =>
      untrueWords(account, before[index] as OrgState, after[index] as OrgState, wantedIn(testbed)),
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

function statesOf({ orgs }: Testbed): Promise<readonly OrgState[]> {
  return Promise.all(orgs.map(readOrgState));
}

function wantedIn({ scenario }: Testbed): Wanted {
  return wantedOf(scenario === 'example');
}

function leftJournals(folder: string): readonly string[] {
  const journals = join(folder, '.keyway', 'journal');
  return existsSync(journals) ? readdirSync(journals).map((name) => `the journal ${name} is left`) : [];
}

function lastLines({ stdout, stderr }: TestbedRun): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join(' ').slice(0, 600);
}
