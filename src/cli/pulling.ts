import type { Argv } from 'yargs';
import type { Remarks } from '../engine/session.ts';
import type { PullResult } from '../operations/pull.ts';
import type { Outcome } from '../report/output.ts';
import { formatPull, summaryOf } from '../report/pull.ts';
import { print, printable } from '../report/terminal.ts';
import type { Arguments, FlagsOf } from './command.ts';
import { orgFlags, orgOptions, secretFlags, warningsOf } from './flags.ts';

/** Flags of a pull and of an import, which take component names. */
export function pullFlags(args: Argv, names = 'developer name of a component of the org') {
  return secretFlags(orgFlags(args))
    .positional('name', { type: 'string', array: true, describe: names })
    .option('dry-run', {
      type: 'boolean',
      describe: 'show what would be written, and write nothing',
      default: false,
    });
}

export function pullOptions(args: FlagsOf<typeof pullFlags>) {
  const names = (Array.isArray(args.name) ? args.name : []).map(String);
  return { ...orgOptions(args), names, dryRun: args.dryRun === true };
}

/** Prints a pull or an import for people. */
export function printPull(
  { warnings, heading, ...result }: PullResult & Remarks,
  { json }: Pick<Arguments, 'json'>,
): Outcome {
  if (!json) {
    print(printable(heading));
    const lines = formatPull(result);
    if (lines.length > 0) print(['', ...lines, ''].join('\n'));
    print(summaryOf(result));
  }
  return { result, warnings: warningsOf(warnings) };
}
