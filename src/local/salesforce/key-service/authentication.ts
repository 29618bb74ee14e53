import type { Context } from 'hono';
import { bearerToken } from '../server/sessions.ts';
import { type AccessTokens, sameSecret } from './access-tokens.ts';
import type { RememberedKeyService } from './facts.ts';

/**
 * Whether a request is authenticated: by an access token from this service; by its client and secret as Basic; or
 * by the secret as `x-api-key`, for external credentials with protocol Basic or Custom.
 */
export const isAuthentic = (
  c: Context,
  { clientId, clientSecret }: Pick<RememberedKeyService, 'clientId' | 'clientSecret'>,
  tokens: AccessTokens,
): boolean => {
  const authorization = c.req.header('authorization');
  if (tokens.accepts(bearerToken(authorization))) return true;
  const key = c.req.header('x-api-key');
  if (key !== undefined) return sameSecret(key, clientSecret);
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization ?? '')?.[1];
  return (
    encoded !== undefined &&
    sameSecret(Buffer.from(encoded, 'base64').toString('utf8'), `${clientId}:${clientSecret}`)
  );
};
