import type { CalloutRequest, CalloutResponse } from '../apex/index.ts';
import { authenticationVariant } from '../connect/find-principal.ts';
import { sequenceOf } from '../metadata/sequence.ts';
import type { Org } from '../org.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { CALLOUT_USER_AGENT, CUSTOM_HEADERS_ARE_ALWAYS_FORMULAS, LAST_HEADER_COUNTS } from '../uncertain.ts';
import { principalFor } from './access.ts';
import { accessToken, refreshToken } from './access-token.ts';
import { type Authentication, authenticationOf } from './authentication.ts';
import { endpointUrl, findEndpoint, headerParameters, parseEndpoint } from './endpoint.ts';
import { evaluate, type FormulaContext, wantsToken } from './formula.ts';
import { legacyAuthentication } from './legacy.ts';
import { type HttpCall, send } from './send.ts';
import { signRequest } from './signature-v4.ts';
import type { Callout } from './types.ts';

/** A request through a named credential. */
export interface NamedCredentialRequest {
  readonly method: string;
  /** Appended to the named credential's URL; empty, or beginning with `/` or `?`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** HTTP callouts of anonymous Apex, as the running user. */
export const apexCallout =
  (org: Org): Callout =>
  async (tx, caller, request: CalloutRequest) => {
    const { name, path } = parseEndpoint(request.endpoint);
    return calloutAs(org, tx, String(caller.user.Id), name, { ...request, path });
  };

/**
 * Calls a named credential as a user, with a principal of its external credential that the user may use. Any status
 * counts as an answer. Throws a CalloutProblem with the reason if there is none.
 *
 * @param userId 18 characters; the Automated Process user's for cache-only keys
 * @param namedCredential its developer name
 */
export const calloutAs = async (
  org: Org,
  view: View,
  userId: string,
  namedCredential: string,
  request: NamedCredentialRequest,
): Promise<CalloutResponse> => {
  const endpoint = findEndpoint(view, namedCredential);
  const { namedCredential: called, externalCredential } = endpoint;
  const authentication =
    externalCredential === undefined
      ? legacyAuthentication(called.fullName, called.body)
      : authenticationAs(org, view, userId, externalCredential);
  const url = endpointUrl(endpoint.url, request.path);
  const context = {
    externalCredential: externalCredential?.fullName ?? '',
    user: view.get('user', userId) as Row,
  };
  const templates = templatesOf(called.body, externalCredential?.body ?? {}, request);
  const attempt = async (token: string | undefined): Promise<CalloutResponse> =>
    send(
      callOf(
        org,
        url,
        request,
        templates,
        authentication,
        { ...context, ...values(authentication, token) },
        token,
      ),
    );

  if (authentication.kind !== 'oauth' || !(templates.authorize || templates.wantsToken))
    return attempt(undefined);
  const asked = { ...authentication.token, timeout: request.timeout };
  const response = await attempt(await accessToken(org, asked));
  if (!authentication.refreshOn.includes(response.statusCode)) return response;
  // "401 → OAuth token refreshed and retried" (Salesforce Help, Cache-Only Key Service), once.
  return attempt(await refreshToken(org, asked));
};

/** The authentication of a user for an external credential. Throws a CalloutProblem. */
const authenticationAs = (
  org: Org,
  view: View,
  userId: string,
  externalCredential: StoredComponent,
): Authentication => {
  const variant = authenticationVariant(externalCredential.body);
  const principal = principalFor(view, userId, externalCredential, variant, org.clock.now());
  return authenticationOf(view, externalCredential, principal, userId);
};

/**
 * Templates of the request, before formulas are evaluated. Formulas from Apex count only if the named credential
 * allows them.
 */
interface Templates {
  readonly headers: readonly { readonly name: string; readonly text: string; readonly isFormula: boolean }[];
  readonly body: { readonly text: string; readonly isFormula: boolean };
  readonly authorize: boolean;
  readonly wantsToken: boolean;
}

/** NamedCredential: allowMergeFieldsInHeader, allowMergeFieldsInBody, generateAuthorizationHeader (Metadata API Developer Guide). */
const templatesOf = (
  namedCredential: ComponentBody,
  externalCredential: ComponentBody,
  request: NamedCredentialRequest,
): Templates => {
  const custom = [
    ...headerParameters(namedCredential, 'namedCredentialParameters').toSorted(bySequence),
    ...headerParameters(externalCredential, 'externalCredentialParameters').toSorted(bySequence),
  ];
  const inHeader = namedCredential.allowMergeFieldsInHeader === true;
  const headers = [
    { name: 'User-Agent', text: CALLOUT_USER_AGENT, isFormula: false },
    ...Object.entries(request.headers).map(([name, text]) => ({ name, text, isFormula: inHeader })),
    ...custom.map(({ parameterName, parameterValue }) => ({
      name: String(parameterName),
      text: String(parameterValue ?? ''),
      isFormula: CUSTOM_HEADERS_ARE_ALWAYS_FORMULAS || inHeader,
    })),
  ];
  const body = { text: request.body, isFormula: namedCredential.allowMergeFieldsInBody === true };
  const formulas = [...headers, body].filter(({ isFormula }) => isFormula);
  return {
    headers,
    body,
    authorize: namedCredential.generateAuthorizationHeader !== false,
    wantsToken: formulas.some(({ text }) => wantsToken(text)),
  };
};

const bySequence = (a: ComponentBody, b: ComponentBody): number => sequenceOf(a) - sequenceOf(b);

/** The values of merge fields for a principal. */
const values = (
  authentication: Authentication,
  token: string | undefined,
): Pick<FormulaContext, 'credentials' | 'special'> => {
  switch (authentication.kind) {
    case 'custom':
      return { credentials: authentication.credentials, special: {} };
    case 'basic': {
      const { username, password } = authentication;
      return { credentials: { username, password }, special: { Username: username, Password: password } };
    }
    case 'bearer':
      return { credentials: {}, special: { OAuthToken: authentication.token } };
    default:
      return { credentials: {}, special: token === undefined ? {} : { OAuthToken: token } };
  }
};

const callOf = (
  org: Org,
  url: URL,
  request: NamedCredentialRequest,
  templates: Templates,
  authentication: Authentication,
  context: FormulaContext,
  token: string | undefined,
): HttpCall => {
  const text = (template: { readonly text: string; readonly isFormula: boolean }): string =>
    template.isFormula ? evaluate(template.text, context) : template.text;
  const body = text(templates.body);
  const headers = oneOfEach(templates.headers.map((header) => [header.name, text(header)]));
  const { timeout } = request;
  const call = { url, method: request.method, headers, body, timeout, trustedCa: org.trustedCa };
  if (!templates.authorize) return call;
  const authorization = authorizationOf(org, call, authentication, token);
  return { ...call, headers: oneOfEach([...Object.entries(headers), ...Object.entries(authorization)]) };
};

const authorizationOf = (
  org: Org,
  call: HttpCall,
  authentication: Authentication,
  token: string | undefined,
): Readonly<Record<string, string>> => {
  switch (authentication.kind) {
    case 'basic': {
      const { username, password } = authentication;
      return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
    }
    case 'bearer':
      return { Authorization: `Bearer ${authentication.token}` };
    case 'oauth':
      return { Authorization: `Bearer ${token}` };
    case 'aws':
      return signRequest(call, authentication.keys, org.clock.now());
    default:
      return {};
  }
};

/** Headers by name, ignoring case. Of several with one name, only one counts. */
const oneOfEach = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => {
  const ordered = LAST_HEADER_COUNTS ? entries : entries.toReversed();
  const byName = new Map(ordered.map(([name, value]) => [name.toLowerCase(), [name, value] as const]));
  return Object.fromEntries(byName.values());
};
