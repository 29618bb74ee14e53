import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Pauses before each poll of a job: 50 ms, then each a fifth longer, at most a second. The org needs less than a
 * second or two for one of our jobs, so a fixed second would be half of the time. Aborting ends the pause.
 */
export async function* pauses(signal?: AbortSignal): AsyncGenerator<void> {
  for (let pause = 50; ; pause = Math.min(pause * 1.2, 1000)) {
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    yield;
  }
}
