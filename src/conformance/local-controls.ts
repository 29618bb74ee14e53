import type { Org } from '../salesforce/index.ts';
import { OrgConnection } from '../salesforce/org-connection.ts';
import { ask } from './ask.ts';

/*
 * Controls below /local-org/ that only the local org has: for facts that take days, a key service, or a user with
 * limited permissions.
 */

export const minute = 60_000;
export const hour = 60 * minute;

async function control(org: Org, method: 'GET' | 'POST' | 'PUT', what: string, json?: unknown) {
  const { status, body } = await ask(org, method, `/local-org/${what}`, json);
  if (status >= 400) throw new Error(`the local org refused ${what}: ${JSON.stringify(body)}`);
  return body;
}

/** Advances the org's clock, in milliseconds. Work that becomes due is done. */
export async function advanceClock(org: Org, milliseconds: number): Promise<void> {
  await control(org, 'POST', 'clock', { advance: milliseconds });
}

/** The certificate that the key service wraps keys for. */
export const keyCertificateName = 'KwConfKeys';

/** Sets errors in the key service's answers, by identifier; see docs/local-org.md. */
export async function breakKeys(org: Org, identifiers: Readonly<Record<string, object>> = {}): Promise<void> {
  await control(org, 'PUT', 'key-service', { all: { certificate: keyCertificateName }, identifiers });
}

/** Clears the cached cache-only keys. They are fetched again before this resolves. */
export async function flushKeys(org: Org): Promise<void> {
  await control(org, 'POST', 'key-cache/flush', {});
}

/** Whether key work requires a high-assurance session. */
export async function askStepUp(org: Org, required: boolean): Promise<void> {
  await control(org, 'PUT', 'step-up', { required });
}

/** How to reach the key service beside the org, and an address that echoes the request's headers. */
export async function keyService(
  org: Org,
): Promise<Readonly<Record<'keyService' | 'clientId' | 'clientSecret' | 'echo', string>>> {
  return (await control(org, 'GET', 'key-service/client')) as Awaited<ReturnType<typeof keyService>>;
}

/** Connects to the same org as a new user with only these permissions. */
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
