import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toldByLines } from './sentences.ts';
import { type Account, type Told, toldByData } from './statements.ts';
import type { Testbed, TestbedRun } from './testbed.ts';

export type Output = 'terminal' | 'json';

/**
 * What a run says about each org, in every output format, and the claims that weren't understood. Orgs are in the
 * testbed's order.
 */
export interface Accounts {
  readonly ofOrgs: readonly (readonly Account[])[];
  readonly notUnderstood: readonly string[];
}

/** Arguments that make a run write a report for each org. */
export function reportArguments(testbed: Testbed, output: Output): readonly string[] {
  const ending = output === 'json' ? 'json' : 'md';
  return ['--report', testbed.scenario === 'example' ? `report.${ending}` : `report-{org}.${ending}`];
}

/** Reads all output and files of a run. */
export function readAccounts(testbed: Testbed, folder: string, output: Output, ran: TestbedRun): Accounts {
  const notUnderstood: string[] = [];
  const understand = (lines: readonly string[]): readonly Told[] => {
    const read = toldByLines(lines);
    notUnderstood.push(...read.notUnderstood);
    return read.told;
  };
  const ofOrgs = testbed.orgs.map(({ orgId }, index) => {
    const alias = testbed.scenario === 'example' ? undefined : testbed.aliases[index];
    return [
      ...(output === 'json'
        ? [jsonAccount(ran, alias, understand)]
        : [terminalAccount(ran, alias, testbed.aliases, understand)]),
      ...reportAccount(join(folder, alias === undefined ? 'report' : `report-${alias}`), understand),
      ...historyAccounts(join(folder, '.keyway', 'history', orgId)),
    ];
  });
  return { ofOrgs, notUnderstood };
}

type Understand = (lines: readonly string[]) => readonly Told[];

/** A killed process prints nothing, so it omits nothing. */
function jsonAccount(ran: TestbedRun, alias: string | undefined, understand: Understand): Account {
  if (ran.code === null) return { medium: '--json', told: [], isExhaustive: false };
  const whole = parsed(ran.stdout);
  if (whole === undefined) {
    const words = `exit code ${ran.code}, and --json printed no JSON object: ${ran.stdout.slice(0, 80)}`;
    return { medium: '--json', told: [{ says: 'no answer', words }], isExhaustive: false };
  }
  const ofOrg = (whole.result?.orgs ?? whole.data?.orgs ?? []).find(
    ({ targetOrg }: { targetOrg: string }) => targetOrg === alias,
  );
  const result = alias === undefined ? whole.result : ofOrg?.error ? undefined : ofOrg;
  const error = result ? undefined : (ofOrg?.error ?? whole);
  const isGood =
    ran.code === 0 && result && result.checks.every(({ ok }: { ok: boolean | null }) => ok !== false);
  return {
    medium: '--json',
    told: [
      ...toldByData(result ?? error.data ?? {}),
      ...(error
        ? understand([error.message, ...error.actions].flatMap((text: string) => text.split('\n')))
        : []),
      ...(isGood ? [{ says: 'all there', words: `exit code ${ran.code}` } as const] : []),
    ],
    isExhaustive: true,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what is printed is looked at, not typed
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function terminalAccount(
  ran: TestbedRun,
  alias: string | undefined,
  aliases: readonly string[],
  understand: Understand,
): Account {
  const lines = `${ran.stdout}\n${ran.stderr}`.split('\n');
  const own = alias === undefined ? lines : linesOf(alias, aliases, lines);
  const all = ran.code === 0 ? [{ says: 'all there', words: 'exit code 0' } as const] : [];
  return { medium: 'terminal', told: [...understand(own), ...all], isExhaustive: ran.code !== null };
}

/** The lines of a fleet's output about one org: its own line, the errors that name it, and those about all orgs. */
function linesOf(alias: string, aliases: readonly string[], lines: readonly string[]): readonly string[] {
  let isOwn = true;
  return lines.flatMap((line) => {
    const heading = /^Error in (.+):$/.exec(line)?.[1];
    if (heading !== undefined) isOwn = heading.split(', ').includes(alias) || /^all\b/.test(heading);
    else if (line === '') isOwn = true;
    const named = /^ *(?:[✔✖~] )?([\w-]+)(?:: | {2})/.exec(line)?.[1];
    const isOthers = named !== undefined && named !== alias && aliases.includes(named);
    return isOwn && !isOthers ? [line] : [];
  });
}

/** A report is rewritten at each step, so it is correct even if its run was killed. */
function reportAccount(path: string, understand: Understand): readonly Account[] {
  if (existsSync(`${path}.json`)) {
    const report = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    const none = report.deploy === null && report.stages.length === 0;
    const told: readonly Told[] = [
      ...toldByData(report),
      ...(none ? [{ says: 'no job', words: 'deploy: null, stages: []' } as const] : []),
      ...(report.status === 'done' ? [{ says: 'all there', words: 'status: done' } as const] : []),
    ];
    return [{ medium: 'report.json', told, isExhaustive: true }];
  }
  if (!existsSync(`${path}.md`)) return [];
  const told = readFileSync(`${path}.md`, 'utf8')
    .split('\n')
    .flatMap((line) => toldByReportLine(line, understand));
  return [{ medium: 'report.md', told, isExhaustive: true }];
}

function toldByReportLine(line: string, understand: Understand): readonly Told[] {
  const cells = line.split('|').map((cell) => cell.trim().replaceAll('\\', ''));
  const [, first = '', second = '', third = ''] = cells;
  const words = line.trim();
  if (first === 'Deploy job') {
    const job = /^(0Af\w{15}), (\w+)$/.exec(second);
    if (job) return [{ says: 'job', id: job[1] ?? '', status: job[2], words }];
    if (second.startsWith('failed')) return [{ says: 'stage failed', stage: 'metadata', words }];
    return second.startsWith('none') ? [{ says: 'no job', words }] : [];
  }
  if (first === 'Status') return second === 'done' ? [{ says: 'all there', words }] : [];
  if (first === 'History')
    return second === 'nothing was changed' ? [{ says: 'nothing changed', words }] : [];
  if (first === 'Stages')
    return [...second.matchAll(/(\w+) (done|failed|unknown)/g)].flatMap(([, name, state]) =>
      toldByData({ stages: [{ name, state }] }),
    );
  if (/^(?:set|assigned)$/.test(second) && cells.length === 4)
    return toldByData({
      [second === 'set' ? 'credentials' : 'assignments']: [{ name: first, outcome: second }],
    });
  const [identifier = '', outcome = '', status = ''] = cells.slice(3);
  if (/^(?:inserted|activated|there)$/.test(outcome))
    return toldByData({ keys: [{ name: first, identifier, outcome, status }] });
  if (cells.length === 6 && (third === 'yes' || third === 'no'))
    return toldByData({ checks: [{ link: first, name: second, ok: third === 'yes', message: words }] });
  return line.startsWith('|') || line.startsWith('-') ? [] : understand([line.replaceAll('\\', '')]);
}

function historyAccounts(folder: string): readonly Account[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => {
    const { outcome, deployId } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const words = JSON.stringify({ outcome, deployId });
    const told: Told[] = [];
    if (typeof deployId === 'string') told.push({ says: 'job', id: deployId, words });
    if (outcome === 'done') told.push({ says: 'all there', words });
    if (outcome === 'nothing changed') told.push({ says: 'nothing changed', words });
    return { medium: 'history', told, isExhaustive: false };
  });
}
