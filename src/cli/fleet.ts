import type { Argv } from 'yargs';
import type { Ask } from '../engine/approve.ts';
import {
  acrossOrgs,
  defaultConcurrency,
  type FleetOptions,
  fleetOf,
  type OrgOutcome,
  pathFor,
  type Shard,
} from '../engine/fleet.ts';
import { defaultConfig } from '../engine/read-one.ts';
import type { Remarks } from '../engine/session.ts';
import { KeywayError } from '../errors/index.ts';
import { formatFailures, formatOrgLine, type OrgLine } from '../report/fleet.ts';
import type { Outcome } from '../report/output.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { widthOf } from '../report/wrap.ts';
import type { FlagsOf } from './command.ts';
import { type orgFlags, orgOptions, warningsOf } from './flags.ts';

/* Flags for environments with several orgs: `plan`, `deploy` and `verify` run for all of them at once. */

export function fleetFlags<Flags>(args: Argv<Flags>) {
  return concurrencyFlag(args).option('shard', {
    type: 'string',
    describe: 'only one part of the orgs, such as 2/4, so that several machines share the work',
    requiresArg: true,
  });
}

export function concurrencyFlag<Flags>(args: Argv<Flags>) {
  return args.option('concurrency', {
    type: 'number',
    describe: `how many orgs to work on at once (default: ${defaultConcurrency})`,
    requiresArg: true,
  });
}

/** How a command runs for several orgs. */
export interface FleetRun<T extends Remarks> {
  readonly run: (one: { readonly targetOrg: string; readonly ask: Ask | undefined }) => Promise<T>;
  readonly ask?: Ask | undefined;
  /** Files by their flags. Each org needs its own. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** The line for one org. */
  readonly line: (result: T) => OrgLine;
  /** Details of the successful orgs, below the lines. */
  readonly details: (results: readonly (T & { readonly targetOrg: string })[]) => readonly string[];
  /** The exit code if no org failed. */
  readonly exitCode: (results: readonly T[]) => number;
  /** Prints the outcomes instead of lines and details. */
  readonly printOutcomes?:
    | ((outcomes: readonly OrgOutcome<T>[], environment: string | null) => void)
    | undefined;
}

/** Runs a command for all orgs of the environment; undefined if it has only one. */
export async function runOnFleet<T extends Remarks>(
  args: FlagsOf<typeof orgFlags> & FlagsOf<typeof fleetFlags>,
  { run, ask, files = {}, line, details, exitCode, printOutcomes }: FleetRun<T>,
): Promise<Outcome | undefined> {
  const options: FleetOptions = {
    ...orgOptions(args),
    concurrency: concurrencyOption(args.concurrency),
    shard: shardOption(args.shard),
  };
  const fleet = fleetOf(options);
  if (!fleet) return undefined;
  requireOwnFiles(files);
  const quiet = args.json || printOutcomes !== undefined;
  const { targetOrgs, size, environment } = fleet;
  const count = targetOrgs.length === size ? `${size} orgs` : `${targetOrgs.length} of ${size} orgs`;
  if (!quiet)
    print(
      `${printable(options.config ?? defaultConfig)}, environment ${printable(environment ?? '')} → ${count}\n`,
    );
  const width = Math.max(0, ...targetOrgs.map((name) => widthOf(printable(name))));
  const ended: OrgOutcome<T>[] = [];
  const printInFull = (shown: readonly OrgOutcome<T>[]): void => {
    for (const lines of [details(goodOf(shown)), formatFailures(shown)])
      if (lines.length > 0) printFinding(['', ...lines].join('\n'));
  };
  const outcomes = await acrossOrgs(fleet, { ...options, ask }, run, (outcome) => {
    ended.push(outcome);
    if (!quiet) (outcome.error ? printFinding : print)(formatOrgLine(outcome, line, width));
  }).catch((error) => {
    // After Ctrl-C, print what was done in each org.
    if (!quiet) printInFull(ended);
    throw error;
  });
  const good = goodOf(outcomes);
  if (printOutcomes && !args.json) printOutcomes(outcomes, environment);
  else if (!quiet) {
    printInFull(outcomes);
    const failed = outcomes.length - good.length;
    print(`\n${count}${failed > 0 ? `, ${failed} failed` : ''}.`);
  }
  const warnings = [...new Set(good.flatMap((result) => warningsOf(result.warnings)))];
  const orgs = outcomes.map((outcome) => {
    if (outcome.error !== undefined) return outcome;
    const { heading: _heading, warnings: _warnings, ...result } = outcome;
    return result;
  });
  return { result: { orgs }, exitCode: good.length < outcomes.length ? 1 : exitCode(good), warnings };
}

function goodOf<T extends object>(outcomes: readonly OrgOutcome<T>[]) {
  return outcomes.flatMap((outcome) => (outcome.error === undefined ? [outcome] : []));
}

/** The path of one org's file: `{org}` becomes its alias. */
export function fileFor(path: string | undefined, targetOrg: string): string | undefined {
  return path === undefined ? undefined : pathFor(path, targetOrg);
}

function requireOwnFiles(files: Readonly<Record<string, string | undefined>>): void {
  for (const [flag, path] of Object.entries(files)) {
    if (path === undefined || path.includes('{org}')) continue;
    const own = path.replace(/(\.\w+)?$/, '-{org}$1');
    throw new KeywayError(
      'UsageWrong',
      `--${flag} ${path} names one file, but the environment has several orgs.`,
      {
        actions: [`Use {org} in the name, such as --${flag} ${own}, or name one org with -o.`],
      },
    );
  }
}

export function concurrencyOption(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value > 0 && value <= 100) return value;
  throw new KeywayError('UsageWrong', '--concurrency takes a number from 1 to 100.');
}

/** Parses `2/4`, the second of four parts. */
export function shardOption(value: string | undefined): Shard | undefined {
  if (value === undefined) return undefined;
  const [, part = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (part >= 1 && part <= of) return { part, of };
  throw new KeywayError('UsageWrong', `--shard ${value} isn't a shard, such as 2/4.`);
}
