import { setTimeout as sleep } from 'node:timers/promises';
import { KeywayError } from '../errors/index.ts';
import { printError } from '../report/output.ts';
import { printToStderr, showCursor } from '../report/terminal.ts';

/** Default time for a command to end by itself, in milliseconds. */
const defaultGrace = 1500;

/**
 * Runs until completion, or until Ctrl-C or SIGTERM. The signal aborts the current request, and the command ends
 * with exit code 130. A command that doesn't end in time is abandoned. A second Ctrl-C ends the process at once.
 *
 * @param json whether standard output must be one JSON object, even then
 */
export async function untilInterrupted<T>(
  run: (signal: AbortSignal) => Promise<T>,
  json = false,
  grace = defaultGrace,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const stopListening = onStop(() => {
    printToStderr('Stopping…');
    controller.abort();
  }, json);
  try {
    return await Promise.race([run(signal), graceEnd(signal, grace)]);
  } catch (error) {
    // An error that already reports the interruption, or work that continues, says more.
    const isTold = error instanceof KeywayError && error.exitCode === 130;
    if (!signal.aborted || isTold) throw error;
    throw interrupted(error);
  } finally {
    stopListening();
  }
}

/** Rejects when an interrupted command has used up its time. */
async function graceEnd(signal: AbortSignal, grace: number): Promise<never> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await sleep(grace);
  throw interrupted(undefined);
}

function interrupted(error: unknown): KeywayError {
  return new KeywayError('Interrupted', 'Interrupted.', {
    actions: [
      'Salesforce finishes the requests that it received.',
      'Run `keyway plan` to see the state of the org.',
    ],
    exitCode: 130,
    data: error instanceof KeywayError ? error.data : undefined,
    cause: error,
  });
}

/**
 * Calls back once for Ctrl-C or SIGTERM. A second signal ends the process. The listeners stay until they are
 * removed explicitly, because a library (signal-exit) ends the process as soon as only its own listeners remain.
 */
function onStop(stop: () => void, json: boolean): () => void {
  let isStopping = false;
  const listener = () => {
    if (isStopping) endAtOnce(json);
    isStopping = true;
    stop();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}

function endAtOnce(json: boolean): never {
  showCursor();
  if (json) printError(interrupted(undefined), true);
  process.exit(130);
}
