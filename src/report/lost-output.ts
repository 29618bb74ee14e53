import type { ErrorCode } from '../errors/index.ts';
import { printToStderr } from './terminal.ts';

const outputLost: ErrorCode = 'OutputLost';
let lost: string | undefined;

/**
 * Lets a deploy continue if its output can't be printed. A reader that closes a pipe (`| head -1`) wants no more of
 * it. Other errors, such as a full disk, are reported once on the other stream.
 */
export function surviveLostOutput(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (lost !== undefined) return;
    lost = code ?? 'unknown';
    if (code !== 'EPIPE')
      printToStderr(`Error [${outputLost}]: The output can't be written (${lost}). The command continued.`);
  });
  process.stderr.on('error', () => {});
}

/** The final exit code of a command. Lost output is a failure if somebody was reading it. */
export function exitCodeOf(exitCode: number): number {
  return exitCode === 0 && lost !== undefined && lost !== 'EPIPE' ? 1 : exitCode;
}
