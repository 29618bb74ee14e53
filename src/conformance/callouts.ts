import type { Org } from '../salesforce/index.ts';
import { ask, codeIn, debugged, idOf, refusalIn } from './ask.ts';
import {
  externalCredential,
  namedCredential,
  type Parameter,
  permissionSetWith,
  principal,
  readsUserCredentials,
} from './components.ts';
import type { Wire } from './fact.ts';
import type { Content } from './files.ts';

export interface Endpoint {
  readonly name: string;
  readonly url: string;
  readonly protocol: 'Basic' | 'Custom';
  /** Of the external credential, in addition to its principal. */
  readonly parameters?: readonly Parameter[];
  /** Of the named credential. */
  readonly headers?: readonly Content[];
  readonly credentials?: Readonly<Record<string, string>>;
  /** Whether the permission set lets the signed-in user read user external credentials. */
  readonly reads: boolean;
}

/**
 * Creates an endpoint whose principal the signed-in user may use, and runs `work`. Returns the result of `work`, or
 * why the org refused the endpoint. Formulas in headers from Apex are not allowed.
 */
export async function withEndpoint(
  { deploy, org }: Wire,
  { name, url, protocol, parameters = [], headers = [], credentials = {}, reads }: Endpoint,
  work: () => Promise<string>,
): Promise<string> {
  const problem = await deploy({
    ...externalCredential(name, protocol, [...parameters, principal('One')]),
    ...namedCredential(name, url, {
      allowMergeFieldsInHeader: false,
      generateAuthorizationHeader: protocol === 'Basic',
      parameters: headers,
    }),
    ...permissionSetWith(name, {
      externalCredentialPrincipalAccesses: [{ enabled: true, externalCredentialPrincipal: `${name}-One` }],
      ...(reads ? { objectPermissions: [readsUserCredentials] } : {}),
    }),
  });
  if (problem !== undefined) return `refused: ${problem}`;
  if (Object.keys(credentials).length > 0)
    await ask(org, 'POST', '/named-credentials/credential', {
      authenticationProtocol: protocol,
      credentials: Object.fromEntries(Object.entries(credentials).map(([key, value]) => [key, { value }])),
      externalCredential: name,
      principalName: 'One',
      principalType: 'NamedPrincipal',
    });
  const path = '/sobjects/PermissionSetAssignment';
  const held = await ask(org, 'POST', path, {
    AssigneeId: org.userId,
    PermissionSetId: await idOf(org, 'PermissionSet', `Name = '${name}'`),
  });
  if (codeIn(held) !== 'accepted') return `not assigned: ${refusalIn(held)}`;
  try {
    return await work();
  } finally {
    await ask(org, 'DELETE', `${path}/${held.body.id}`);
  }
}

/** Makes a GET by anonymous Apex and returns status and body on one line, or the exception's message. */
export async function get(
  org: Org,
  name: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: string; readonly body: string }> {
  const set = Object.entries(headers).map(([key, value]) => `request.setHeader('${key}', '${value}');`);
  const [status = '', ...body] = await debugged(
    org,
    `HttpRequest request = new HttpRequest(); request.setMethod('GET'); request.setEndpoint('callout:${name}${path}'); ${set.join(' ')} HttpResponse response = new Http().send(request); System.debug(response.getStatusCode()); System.debug(response.getBody());`,
  );
  return { status, body: body.join(' ') };
}
