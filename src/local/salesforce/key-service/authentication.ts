import type { Context } from 'hono';
import { bearerToken } from '../server/sessions.ts';
import { type AccessTokens, sameSecret } from './access-tokens.ts';
import type { RememberedKeyService } from './facts.ts';

/**
 * Whether a request brings what the key service asks for: an access token that it issued; or its client and secret by
 * Basic, or the secret as `x-api-key`, for external credentials of protocol Basic and Custom.
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
