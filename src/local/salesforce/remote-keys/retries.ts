import { REMOTE_KEY_RETRIES } from '../uncertain.ts';

const MINUTE = 60_000;

/**
 * When a key that could not be fetched is tried again (Salesforce Help, Cache-Only Key Service: each minute five times, then every
 * five minutes for 24 hours); undefined once the org has given up.
 *
 * @param failedSince when it failed first, in milliseconds
 * @param tried when it failed last
 */
export const nextRetry = (failedSince: number, tried: number): number | undefined => {
  const { atFirst, thenEvery, hours } = REMOTE_KEY_RETRIES;
  const minutes = (tried - failedSince) / MINUTE;
  const every = minutes < atFirst ? 1 : thenEvery;
  const next = (Math.floor(minutes / every) + 1) * every;
  return next > hours * 60 ? undefined : failedSince + next * MINUTE;
};
