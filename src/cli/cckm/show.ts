import type { CipherTrustRemarks } from '../../operations/cckm/cipher-trust-session.ts';
import type { Outcome } from '../../report/output.ts';
import { endProgressLine } from '../../report/progress.ts';
import { print, printable } from '../../report/terminal.ts';
import type { Arguments } from '../command.ts';
import { warningsOf } from '../flags.ts';

/**
 * Runs an operation until it is done or interrupted, prints its lines under the heading, and returns its result
 * without the remarks for people.
 */
export async function runAndShow<T extends CipherTrustRemarks>(
  args: Pick<Arguments, 'json'>,
  run: () => Promise<T>,
  lines: (result: T) => readonly string[],
  // A command that prints earlier has already printed the heading.
  { headed = true } = {},
): Promise<Outcome> {
  const answer = await run().finally(() => endProgressLine(!args.json));
  const { heading, warnings, ...result } = answer;
  const text = args.json ? [] : [...(headed ? [printable(heading)] : []), ...lines(answer)];
  if (text.length > 0) print(text.join('\n'));
  return { result, warnings: warningsOf(warnings) };
}
