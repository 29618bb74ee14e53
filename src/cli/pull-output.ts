import type { Remarks } from '../engine/session.ts';
import type { PullResult } from '../operations/pull.ts';
import type { Outcome } from '../report/output.ts';
import { formatPull, summaryOf } from '../report/pull.ts';
import { print, printable } from '../report/terminal.ts';
import type { Arguments } from './command.ts';
import { warningsOf } from './flags.ts';

/** What a person reads of a pull or an import. */
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
