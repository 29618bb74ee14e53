import { REMOTE_KEY_RETRIES } from '../uncertain.ts';

const MINUTE = 60_000;

/**
 * When to retry a key that couldn't be fetched (Salesforce Help, Cache-Only Key Service: each minute five times,
 * then every five minutes for 24 hours); undefined after the org has given up.
 *
 * @param failedSince time of the first failure, in milliseconds
 * @param tried time of the last failure
 */
export const nextRetry = (failedSince: number, tried: number): number | undefined => {
  const { atFirst, thenEvery, hours } = REMOTE_KEY_RETRIES;
  const minutes = (tried - failedSince) / MINUTE;
  const every = minutes < atFirst ? 1 : thenEvery;
  const next = (Math.floor(minutes / every) + 1) * every;
  return next > hours * 60 ? undefined : failedSince + next * MINUTE;
};
