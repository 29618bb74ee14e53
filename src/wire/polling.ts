import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Pauses between questions about a job, the first one included: 50 ms, each a fifth longer, at most a second. A job of
 * ours takes the org less than a second or two, where the usual fixed second would be half of the time. Aborting
 * ends the pause.
 */
export async function* pauses(signal?: AbortSignal): AsyncGenerator<void> {
  for (let pause = 50; ; pause = Math.min(pause * 1.2, 1000)) {
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    yield;
  }
}
