import type { Context } from 'hono';
import { readBody } from '../server/body.ts';
import { type AccessTokens, sameSecret, TOKEN_SECONDS } from './access-tokens.ts';
import type { RememberedKeyService } from './facts.ts';

const MAX_BODY = 64_000;

/**
 * The token endpoint for client credentials (RFC 6749, section 4.4). The client authenticates in the body or by
 * Basic (section 2.3.1), but not by both. Errors follow section 5.2.
 */
export const tokenEndpoint =
  (client: Pick<RememberedKeyService, 'clientId' | 'clientSecret'>, tokens: AccessTokens) =>
  async (c: Context): Promise<Response> => {
    c.header('Cache-Control', 'no-store');
    const refuse = (error: string, description: string, status: 400 | 401 = 400): Response => {
      if (status === 401) c.header('WWW-Authenticate', 'Basic realm="key service"');
      return c.json({ error, error_description: description }, status);
    };
    const mediaType = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (mediaType !== 'application/x-www-form-urlencoded')
      return refuse('invalid_request', 'the body is not application/x-www-form-urlencoded');
    const form = new URLSearchParams((await readBody(c, MAX_BODY)).toString('utf8'));
    for (const name of new Set(form.keys()))
      if (form.getAll(name).length > 1) return refuse('invalid_request', 'a parameter is there twice');
    const header = c.req.header('authorization');
    const basic = basicCredentials(header);
    const inBody = { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
    if (basic !== undefined && form.has('client_secret'))
      return refuse('invalid_request', 'the client authenticates in two ways');
    if (header !== undefined && basic === undefined)
      return refuse('invalid_client', 'the authorization is not Basic', 401);
    const { id, secret } = basic ?? inBody;
    const known = sameSecret(id, client.clientId);
    if (!sameSecret(secret, client.clientSecret) || !known)
      return refuse('invalid_client', 'the client is not known or its secret is wrong', 401);
    const grant = form.get('grant_type');
    if (grant === null) return refuse('invalid_request', 'grant_type is missing');
    if (grant !== 'client_credentials')
      return refuse('unsupported_grant_type', 'the grant is not client_credentials');
    const scope = form.get('scope');
    return c.json({
      access_token: tokens.issue(),
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      ...(scope === null ? {} : { scope }),
    });
  };

/** Identifier and secret, each form-encoded, joined by a colon, in base64 (RFC 6749, section 2.3.1). */
const basicCredentials = (header: string | undefined): { id: string; secret: string } | undefined => {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    return { id: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
};

const formDecode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
