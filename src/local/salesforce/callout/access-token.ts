import { createHash } from 'node:crypto';
import { ours } from '../api-error.ts';
import type { Org } from '../org.ts';
import { CALLOUT_USER_AGENT } from '../uncertain.ts';
import { CalloutProblem, calloutRefused } from './problem.ts';
import { send } from './send.ts';

/** The parameters of a token request. */
export interface TokenRequest {
  /** The owner of the token: a principal and, for per-user principals, a user. */
  readonly owner: string;
  readonly tokenUrl: string;
  readonly scope: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether the client authenticates by Basic instead of in the body. */
  readonly basic: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

interface StoredToken {
  /** A digest of the request's parameters. Other parameters need another token. */
  readonly askedWith: string;
  readonly token: string;
}

/** Tokens stay in memory, until a service refuses them. */
const tokenStore = new WeakMap<Org, Map<string, StoredToken>>();

/** The current token of a principal, or a new one. Throws a CalloutProblem. */
export const accessToken = async (org: Org, request: TokenRequest): Promise<string> => {
  const known = tokenStore.get(org)?.get(request.owner);
  return known?.askedWith === digest(request) ? known.token : refreshToken(org, request);
};

/** Requests a new token from the token endpoint (RFC 6749, section 4.4). Throws a CalloutProblem. */
export const refreshToken = async (org: Org, request: TokenRequest): Promise<string> => {
  const token = await fetchToken(org, request);
  const tokens = tokenStore.get(org) ?? new Map<string, StoredToken>();
  tokenStore.set(org, tokens.set(request.owner, { askedWith: digest(request), token }));
  return token;
};

const fetchToken = async ({ trustedCa }: Org, request: TokenRequest): Promise<string> => {
  const { tokenUrl, scope, clientId, clientSecret, basic, timeout } = request;
  if (!URL.canParse(tokenUrl))
    throw calloutRefused(`the token endpoint ${JSON.stringify(tokenUrl)} is not a URL`);
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  if (!basic) {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  const encoded = `${formEncode(clientId)}:${formEncode(clientSecret)}`;
  const { statusCode, body } = await send({
    url: new URL(tokenUrl),
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
      'User-Agent': CALLOUT_USER_AGENT,
      ...(basic ? { Authorization: `Basic ${Buffer.from(encoded).toString('base64')}` } : {}),
    },
    body: form.toString(),
    timeout,
    trustedCa,
  });
  const answer = parse(body);
  if (statusCode === 200 && typeof answer.access_token === 'string' && answer.access_token !== '')
    return answer.access_token;
  // Only the error's code, because a description may repeat what was sent (RFC 6749, section 5.2).
  const code =
    typeof answer.error === 'string' && /^[a-z_]{1,40}$/.test(answer.error) ? ` ${answer.error}` : '';
  throw new CalloutProblem(
    'authentication',
    ours(`the token endpoint answered ${statusCode}${code}${statusCode === 200 ? ' without a token' : ''}`),
  );
};

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
};

/** RFC 6749, section 2.3.1: identifier and secret are form-encoded before they go into Basic. */
const formEncode = (text: string): string => new URLSearchParams({ x: text }).toString().slice(2);

const digest = ({ timeout: _each, ...request }: TokenRequest): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex');
