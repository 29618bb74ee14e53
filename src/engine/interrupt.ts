import { KeywayError } from '../errors/index.ts';

/** Between two stages: what is done stays done, and the next run does the rest. */
export function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new KeywayError('Interrupted', 'Interrupted; what is done so far stays in the org.', {
    exitCode: 130,
    actions: ['Run it again: what is missing is done then.'],
  });
}
