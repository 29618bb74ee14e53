import type { ErrorCode } from '../errors/index.ts';
import { printToStderr } from './terminal.ts';

const outputLost: ErrorCode = 'OutputLost';
let lost: string | undefined;

/**
 * What can't be printed doesn't stop a deploy that is under way. Whoever closes a pipe (`| head -1`) wants no more of it; that a
 * disk is full is said on the other stream, once.
 */
export function surviveLostOutput(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (lost !== undefined) return;
    lost = code ?? 'unknown';
    if (code !== 'EPIPE')
      printToStderr(`Error [${outputLost}]: The output can't be written (${lost}). The command went on.`);
  });
  process.stderr.on('error', () => {});
}

/** The exit code of a command that ended with `exitCode`: output that somebody waited for and that is lost is a failure. */
export function exitCodeOf(exitCode: number): number {
  return exitCode === 0 && lost !== undefined && lost !== 'EPIPE' ? 1 : exitCode;
}
