import { callHttp } from '../../wire/http-call.ts';
import { calloutUserAgent } from '../uncertain.ts';
import type { ClientCredentials } from './authentication.ts';
import { callableUrl } from './callable-url.ts';
import { reasonOf } from './reason.ts';

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string }
  /** A sentence without secrets. */
  | { readonly kind: 'refused' | 'unreachable'; readonly message: string };

/**
 * Requests a token from a token endpoint (RFC 6749, section 4.4).
 *
 * @param timeout milliseconds
 */
export async function requestToken(
  credentials: ClientCredentials,
  { timeout, ca }: { readonly timeout: number; readonly ca?: string | readonly string[] | undefined },
): Promise<TokenAnswer> {
  const { scope, clientId, clientSecret, clientIn } = credentials;
  const url = callableUrl(credentials.tokenUrl);
  if (!url) return { kind: 'refused', message: "the token URL isn't an https URL" };
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined && scope !== '') form.set('scope', scope);
  if (clientIn === 'body') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
  const answer = await callHttp({
    url,
    method: 'POST',
    headers: [
      ['User-Agent', calloutUserAgent],
      ['Accept', 'application/json'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ...(clientIn === 'header' ? [['Authorization', `Basic ${basic}`] as const] : []),
    ],
    body: form.toString(),
    timeout,
    ca,
  });
  const endpoint = `the token endpoint at ${url.host}`;
  if (answer.kind !== 'answer') {
    const why = reasonOf(answer.code);
    if (answer.kind === 'unreachable')
      return { kind: 'unreachable', message: `${endpoint} isn't reachable from here: ${why}` };
    const answerText = answer.kind === 'timeout' ? "didn't answer in time" : `gave no answer: ${why}`;
    return { kind: 'refused', message: `${endpoint} ${answerText}` };
  }
  const { access_token: token, error } = fieldsOf(answer.body);
  if (answer.statusCode === 200 && typeof token === 'string' && /^[\x21-\x7E]+$/.test(token))
    return { kind: 'token', token };
  // Only the code: a description may repeat what was sent (RFC 6749, section 5.2).
  const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : undefined;
  const meaning = code !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  const answerText = `${answer.statusCode}${code === undefined ? '' : ` ${code}`}`;
  const more = answer.statusCode === 200 ? ', without a token' : meaning === undefined ? '' : `: ${meaning}`;
  return { kind: 'refused', message: `${endpoint} answered ${answerText}${more}` };
}

/** RFC 6749, section 5.2. */
const meanings: Readonly<Record<string, string>> = {
  invalid_client: 'the client is unknown, or the secret is wrong',
  invalid_request: 'the request lacks a parameter, or has one twice',
  invalid_scope: 'the scope is not allowed',
  unauthorized_client: 'the client may not request a token this way',
  unsupported_grant_type: 'client credentials are not supported',
};

function fieldsOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body.toString('utf8')));
  } catch {
    return {};
  }
}

/** Both are form-encoded for Basic (RFC 6749, section 2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}
