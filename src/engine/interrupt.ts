import { KeywayError } from '../errors/index.ts';

/** Called between stages. Completed stages stay; the next run does the rest. */
export function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new KeywayError('Interrupted', 'Interrupted. Changes made so far stay in the org.', {
    exitCode: 130,
    actions: ['Run the same command again: it does only what is missing.'],
  });
}
