import { calloutUserAgent } from '../uncertain.ts';
import type { ProbeAuthentication } from './authentication.ts';
import { signatureHeaders } from './aws-signature.ts';
import { evaluate, FormulaProblem, type MergeFields, wantsToken } from './formula.ts';
import type { ProbeTarget } from './types.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** The message itself determines these. */
const ownHeaders: readonly string[] = ['connection', 'content-length', 'host', 'transfer-encoding'];

/** Whether the call needs a token: in the Authorization header, or in another one. */
export function needsToken({ authentication, headers, authorizationHeader = true }: ProbeTarget): boolean {
  return (
    authentication.kind === 'oauth' && (authorizationHeader || headers.some(({ value }) => wantsToken(value)))
  );
}

/**
 * The headers of the call: the agent, those of the config with their formulas evaluated, and the authorization. The last
 * of several with one name counts.
 *
 * @throws FormulaProblem if keyway can't evaluate a formula
 */
export async function requestHeaders(
  { authentication, headers, authorizationHeader = true }: ProbeTarget,
  { url, token, now }: { readonly url: URL; readonly token: string | undefined; readonly now: Date },
): Promise<Headers> {
  const fields = mergeFields(authentication, token);
  const configured = headers.map(({ name, value }) => [name, evaluateHeader(name, value, fields)] as const);
  const plain = oneOfEach([['User-Agent', calloutUserAgent], ...configured]);
  if (!authorizationHeader) return plain;
  return oneOfEach([...plain, ...(await authorization(authentication, { url, token, now, headers: plain }))]);
}

function evaluateHeader(name: string, text: string, fields: MergeFields): string {
  let value: string;
  try {
    value = evaluate(text, fields);
  } catch (error) {
    if (!(error instanceof FormulaProblem)) throw error;
    throw new FormulaProblem(`the header ${name} ${error.message}`);
  }
  // RFC 9110, section 5.5. Node would refuse it, too, but would quote it.
  if (/^[\t\x20-\x7E\x80-\xFF]*$/.test(value)) return value;
  throw new FormulaProblem(`the header ${name} would have a line break or another forbidden character`);
}

function mergeFields(authentication: ProbeAuthentication, token: string | undefined): MergeFields {
  switch (authentication.kind) {
    case 'custom':
      return { ...authentication, special: {} };
    case 'basic': {
      const { username: Username, password: Password } = authentication;
      return { credentials: {}, special: { Username, Password } };
    }
    default:
      return { credentials: {}, special: token === undefined ? {} : { OAuthToken: token } };
  }
}

async function authorization(
  authentication: ProbeAuthentication,
  call: {
    readonly url: URL;
    readonly token: string | undefined;
    readonly now: Date;
    readonly headers: Headers;
  },
): Promise<Headers> {
  switch (authentication.kind) {
    case 'basic': {
      const { username, password } = authentication;
      return [['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`]];
    }
    case 'oauth':
      return [['Authorization', `Bearer ${call.token}`]];
    case 'aws':
      return signatureHeaders(call.url, call.headers, authentication, call.now);
    default:
      return [];
  }
}

/** The last header of each name, ignoring case, in the position of the first. */
function oneOfEach(headers: Headers): Headers {
  const byName = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!ownHeaders.includes(key)) byName.set(key, [name, value]);
  }
  return [...byName.values()];
}
