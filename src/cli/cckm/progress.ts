import type { CipherTrustPlace } from '../../operations/cckm/cipher-trust-session.ts';
import { printable } from '../../report/terminal.ts';
import type { Arguments } from '../command.ts';

const EMPTY_LINE = '\r\u001B[K';

/** On a terminal, one line that is written over; nothing otherwise. */
export function progressOf(args: Arguments): CipherTrustPlace['onProgress'] {
  if (!isShown(args)) return undefined;
  return (said) => process.stderr.write(`${EMPTY_LINE}  ${printable(said)}`);
}

/** Takes the line away, so that what is said next does not stand on it. */
export function endProgress(args: Arguments): void {
  if (isShown(args)) process.stderr.write(EMPTY_LINE);
}

function isShown(args: Arguments): boolean {
  return !args.json && process.stderr.isTTY;
}
