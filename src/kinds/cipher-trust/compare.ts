import type { Change } from '../change.ts';
import { createChange } from '../compare.ts';
import type { WantedCredential } from '../credential/compare.ts';
import type { Desired } from '../desired.ts';
import type { OrgState } from '../state.ts';
import type { Readable } from '../wanted-value.ts';
import {
  certificateOf,
  endpointName,
  endpointOf,
  type ReadCipherTrust,
  type WantedEndpoint,
} from './wanted.ts';

/** What the organization in CipherTrust lacks; nothing if CipherTrust couldn't be read. */
export function compareOrganization({ cipherTrust: wanted }: Desired, state: OrgState): readonly Change[] {
  const known = readOf(state);
  if (!wanted || !known || known.organization) return [];
  const { connection = 'none' } = wanted;
  return [createChange('CipherTrustOrganization', known.orgId, { connection })];
}

/** Endpoints to create, and endpoints that get a new login; `changes` are those to the org's principals. */
export function compareEndpoints(
  { cipherTrust: wanted }: Desired,
  state: OrgState,
  changes: readonly Change[],
): readonly Change[] {
  const known = readOf(state);
  if (!wanted || !known) return [];
  return wanted.endpoints.flatMap((endpoint) => compareEndpoint(endpoint, known, changes));
}

/** Certificates that keys are wrapped for and that CipherTrust doesn't know yet. */
export function compareCertificates({ cipherTrust: wanted }: Desired, state: OrgState): readonly Change[] {
  const known = readOf(state);
  if (!wanted || !known) return [];
  return wanted.certificates
    .filter((certificate) => !certificateOf(certificate, known.certificates))
    .map(({ name }) => createChange('CipherTrustCertificate', name, { organization: known.orgId }));
}

/** Config names of the keys that CipherTrust has. */
export function cipherTrustKeyNames({ cipherTrust, keys }: Desired): readonly string[] {
  return [
    ...(cipherTrust?.uploads ?? []).map(({ name }) => name),
    ...keys.filter((key) => key.cipherTrust).map(({ name }) => name),
  ];
}

/** Notes of a plan whose CipherTrust couldn't be read. */
export function notesIfUnread(desired: Desired, { cipherTrust: known }: OrgState): readonly string[] {
  if (!desired.cipherTrust || known?.kind !== 'unread') return [];
  const names = cipherTrustKeyNames(desired).join(', ');
  const what = names === '' ? 'the endpoint' : names;
  return [`${what} can't be compared with CipherTrust: ${known.reason.message} A deploy needs that`];
}

/**
 * Principals whose credentials are written even if the org has them. A new endpoint, or one with another user, gets
 * the same login as the org.
 */
export function loginsToWrite(
  { cipherTrust: wanted, credentials }: Desired,
  state: OrgState,
  readable: Readable,
): readonly string[] {
  const known = readOf(state);
  if (!wanted || !known) return [];
  return wanted.endpoints.flatMap((endpoint) => {
    const existing = endpointOf(endpoint, known);
    if (endpoint.principal === undefined || (endpoint.id !== undefined && !existing)) return [];
    const user = userOf(endpoint.principal, credentials, readable);
    const differs = existing && user !== undefined && existing.username !== '' && existing.username !== user;
    return existing && !differs ? [] : [endpoint.principal];
  });
}

/** Endpoints that a URL in the file names and the organization doesn't have. */
export function missingEndpoints({ cipherTrust: wanted }: Desired, state: OrgState): readonly string[] {
  const known = readOf(state);
  if (!wanted || !known) return [];
  return wanted.endpoints
    .filter((endpoint) => endpoint.id !== undefined && !endpointOf(endpoint, known))
    .map(
      ({ namedCredentials, id }) =>
        `${namedCredentials.join(', ')} leads to endpoint ${id}, which the organization doesn't have in CipherTrust`,
    );
}

function readOf({ cipherTrust: known }: OrgState): ReadCipherTrust | undefined {
  return known?.kind === 'read' ? known : undefined;
}

function userOf(principal: string, credentials: readonly WantedCredential[], readable: Readable) {
  const value = credentials
    .find(({ name }) => name === principal)
    ?.values.find(({ key }) => key === 'username');
  return value && readable(value);
}

function compareEndpoint(
  endpoint: WantedEndpoint,
  known: ReadCipherTrust,
  changes: readonly Change[],
): readonly Change[] {
  const { principal, hostname, id } = endpoint;
  const existing = endpointOf(endpoint, known);
  const login = principal === undefined ? {} : { login: principal };
  if (!existing) {
    if (id !== undefined) return [];
    return [createChange('CipherTrustEndpoint', endpointName(known.orgId), { hostname, ...login })];
  }
  const isStored = changes.some(
    ({ type, name, action }) => type === 'Credential' && name === principal && action !== 'delete',
  );
  if (!isStored) return [];
  const fields = [{ path: 'login', from: 'set', to: 'replaced' }];
  return [
    { type: 'CipherTrustEndpoint', name: existing.name || existing.id, action: 'update', risks: [], fields },
  ];
}
