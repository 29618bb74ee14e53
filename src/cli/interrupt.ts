import { KeywayError } from '../errors/index.ts';

/** Runs until it is done or the user presses Ctrl-C; then waiting ends and the exit code is 130. */
export async function untilInterrupted<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stopListening = onStop(() => controller.abort());
  try {
    return await run(controller.signal);
  } catch (error) {
    // What already says that it was interrupted, and what goes on, says it better.
    const told = error instanceof KeywayError && error.exitCode === 130;
    if (!controller.signal.aborted || told) throw error;
    throw new KeywayError('Interrupted', 'Interrupted. What was sent to the org goes on there.', {
      actions: ['Run it again: what is done is found, and what is missing is done then.'],
      exitCode: 130,
      data: error instanceof KeywayError ? error.data : undefined,
    });
  } finally {
    stopListening();
  }
}

/**
 * Calls back once for Ctrl-C or SIGTERM; a second one ends the process. The listeners stay until they are taken off:
 * libraries beneath (signal-exit) end the process as soon as they find themselves the only ones who listen.
 */
export function onStop(stop: () => void): () => void {
  let stopping = false;
  const listener = () => {
    if (stopping) process.exit(130);
    stopping = true;
    stop();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
