import { createHash, timingSafeEqual } from 'node:crypto';
import { randomCharacters } from '../ids.ts';

/** Lifetime of an access token. */
export const TOKEN_SECONDS = 3600;

/** The access tokens that a running key service has issued. */
export interface AccessTokens {
  issue(): string;
  /** Whether a token was issued here and hasn't expired. */
  accepts(token: string | undefined): boolean;
}

/** @param now the time in milliseconds */
export const createAccessTokens = (now: () => number): AccessTokens => {
  const expiry = new Map<string, number>();
  return {
    issue: () => {
      for (const [hash, until] of expiry) if (until <= now()) expiry.delete(hash);
      const token = randomCharacters(48);
      expiry.set(digest(token).toString('hex'), now() + TOKEN_SECONDS * 1000);
      return token;
    },
    accepts: (token) => token !== undefined && (expiry.get(digest(token).toString('hex')) ?? 0) > now(),
  };
};

/** Compares secrets in constant time. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
