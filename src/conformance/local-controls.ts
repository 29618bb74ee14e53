import type { Org } from '../salesforce/index.ts';
import { OrgConnection } from '../salesforce/org-connection.ts';
import { ask } from './ask.ts';

/*
 * What the local org has below /local-org/ and no real org: for facts that take days, a key service, or a user who may not
 * do something.
 */

export const minute = 60_000;
export const hour = 60 * minute;

async function control(org: Org, method: 'GET' | 'POST' | 'PUT', what: string, json?: unknown) {
  const { status, body } = await ask(org, method, `/local-org/${what}`, json);
  if (status >= 400) throw new Error(`the local org refused ${what}: ${JSON.stringify(body)}`);
  return body;
}

/** Moves the org's clock on, by milliseconds; what is due by then is done. */
export async function pass(org: Org, milliseconds: number): Promise<void> {
  await control(org, 'POST', 'clock', { advance: milliseconds });
}

/** The certificate that the key service wraps for. */
export const keyCertificateName = 'KwConfKeys';

/** What is wrong with the key service's answers from now on, by identifier; see docs/local-org.md. */
export async function breakKeys(org: Org, identifiers: Readonly<Record<string, object>> = {}): Promise<void> {
  await control(org, 'PUT', 'key-service', { all: { certificate: keyCertificateName }, identifiers });
}

/** Forgets the cache-only keys that were fetched; they are fetched again before this resolves. */
export async function flushKeys(org: Org): Promise<void> {
  await control(org, 'POST', 'key-cache/flush', {});
}

/** Whether key work asks for a session of high assurance. */
export async function askStepUp(org: Org, required: boolean): Promise<void> {
  await control(org, 'PUT', 'step-up', { required });
}

/** How the key service beside the org is reached, and an address that answers with the headers that it got. */
export async function keyService(
  org: Org,
): Promise<Readonly<Record<'keyService' | 'clientId' | 'clientSecret' | 'echo', string>>> {
  return (await control(org, 'GET', 'key-service/client')) as Awaited<ReturnType<typeof keyService>>;
}

/** The same org for a new user, who has these permissions alone. */
export async function orgOf(
  org: Org,
  name: string,
  {
    permissions,
    highAssurance,
  }: { readonly permissions?: readonly string[]; readonly highAssurance?: boolean },
): Promise<Org> {
  const { accessToken } = await control(org, 'POST', 'users', {
    username: `${name}@kwconf.example`,
    ...(permissions === undefined ? {} : { permissions }),
    ...(highAssurance === undefined ? {} : { highAssurance }),
  });
  const { instanceUrl, login, apiVersion, transport } = org.connection;
  const options = { instanceUrl, login, apiVersion, transport, accessToken: String(accessToken) };
  return { ...org, connection: new OrgConnection(options) };
}
