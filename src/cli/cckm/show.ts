import type { CipherTrustRemarks } from '../../operations/cckm/cipher-trust-session.ts';
import type { Outcome } from '../../report/output.ts';
import { endProgressLine } from '../../report/progress.ts';
import { print, printable } from '../../report/terminal.ts';
import type { Arguments } from '../command.ts';
import { warningsOf } from '../flags.ts';

/**
 * Runs a verb until it is done or interrupted, shows its lines under the heading, and hands its result on without what
 * people alone are told.
 */
export async function shown<T extends CipherTrustRemarks>(
  args: Pick<Arguments, 'json'>,
  run: () => Promise<T>,
  lines: (result: T) => readonly string[],
  // Whoever says something before the end has said the heading.
  { headed = true } = {},
): Promise<Outcome> {
  const answer = await run().finally(() => endProgressLine(!args.json));
  const { heading, warnings, ...result } = answer;
  const text = args.json ? [] : [...(headed ? [printable(heading)] : []), ...lines(answer)];
  if (text.length > 0) print(text.join('\n'));
  return { result, warnings: warningsOf(warnings) };
}
