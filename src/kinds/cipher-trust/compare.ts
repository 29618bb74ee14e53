import type { Desired } from '../../engine/make-plan.ts';
import type { OrgState } from '../../engine/read-state.ts';
import type { Change } from '../change.ts';
import type { Readable, WantedCredential } from '../credential/compare.ts';
import { compareUpload, createChange, usedKeys } from './uploads.ts';
import {
  certificateOf,
  endpointName,
  endpointOf,
  type ReadCipherTrust,
  type WantedEndpoint,
  type WantedUpload,
} from './wanted.ts';

export interface ComparedCipherTrust {
  /** What goes before the org is changed: the organization and its endpoint. */
  readonly before: readonly Change[];
  /** What goes after: certificates, and keys that are uploaded. */
  readonly after: readonly Change[];
  readonly notes: readonly string[];
}

const nothing: ComparedCipherTrust = { before: [], after: [], notes: [] };

/**
 * What CipherTrust lacks of what the file wants; `credentials` are the changes to principals. Cache-only keys are
 * compared as all others are, once `settled` has given them their identifiers.
 */
export function compareCipherTrust(
  desired: Desired,
  state: OrgState,
  credentials: readonly Change[],
): ComparedCipherTrust {
  const { cipherTrust: wanted } = desired;
  const known = state.cipherTrust;
  if (!wanted || !known) return nothing;
  if (known.kind === 'unread') {
    const names = cipherTrustKeyNames(desired).join(', ');
    const what = names === '' ? 'the endpoint' : names;
    return {
      ...nothing,
      notes: [`${what} cannot be compared with CipherTrust: ${known.reason.message} A deploy needs it`],
    };
  }
  const secrets = state.keys?.secrets;
  const uploads = wanted.uploads.map((upload) =>
    secrets ? compareUpload(upload, known, secrets) : { notes: [hidden(upload)] },
  );
  return {
    before: [
      ...(known.organization ? [] : [registration(known.orgId, wanted.connection)]),
      ...wanted.endpoints.flatMap((endpoint) => compareEndpoint(endpoint, known, credentials)),
    ],
    after: [
      ...wanted.certificates
        .filter((certificate) => !certificateOf(certificate, known.certificates))
        .map(({ name }) => createChange('CipherTrustCertificate', name, { organization: known.orgId })),
      ...uploads.flatMap((one) => one.change ?? []),
    ],
    notes: [
      ...uploads.flatMap(({ notes }) => notes),
      ...usedKeys(desired, state).map(({ problem }) => `${problem}; a deploy is refused`),
      ...missingEndpoints(desired, state).map((sentence) => `${sentence}; a deploy is refused`),
    ],
  };
}

function hidden({ name }: WantedUpload): string {
  return `${name} cannot be compared: the org shows no tenant secrets`;
}

/** Names in the file of the keys that CipherTrust has. */
export function cipherTrustKeyNames({ cipherTrust, keys }: Desired): readonly string[] {
  return [
    ...(cipherTrust?.uploads ?? []).map(({ name }) => name),
    ...keys.filter((key) => key.cipherTrust).map(({ name }) => name),
  ];
}

/**
 * Principals whose credentials are written even where the org has them: an endpoint that is made, or has another user,
 * is given the same login as the org.
 */
export function loginsToWrite(
  { cipherTrust: wanted, credentials }: Desired,
  { cipherTrust: known }: OrgState,
  readable: Readable,
): readonly string[] {
  if (!wanted || known?.kind !== 'read') return [];
  return wanted.endpoints.flatMap((endpoint) => {
    const there = endpointOf(endpoint, known);
    if (endpoint.principal === undefined || (endpoint.id !== undefined && !there)) return [];
    const user = userOf(endpoint.principal, credentials, readable);
    const differs = there && user !== undefined && there.username !== '' && there.username !== user;
    return there && !differs ? [] : [endpoint.principal];
  });
}

function userOf(principal: string, credentials: readonly WantedCredential[], readable: Readable) {
  const value = credentials
    .find(({ name }) => name === principal)
    ?.values.find(({ key }) => key === 'username');
  return value && readable(value);
}

function registration(orgId: string, connection = 'none'): Change {
  return createChange('CipherTrustOrganization', orgId, { connection });
}

function compareEndpoint(
  endpoint: WantedEndpoint,
  known: ReadCipherTrust,
  credentials: readonly Change[],
): readonly Change[] {
  const { principal, hostname, id } = endpoint;
  const there = endpointOf(endpoint, known);
  const login = principal === undefined ? {} : { login: principal };
  if (!there) {
    if (id !== undefined) return [];
    return [createChange('CipherTrustEndpoint', endpointName(known.orgId), { hostname, ...login })];
  }
  if (!credentials.some(({ name, action }) => name === principal && action !== 'delete')) return [];
  const fields = [{ path: 'login', from: 'set', to: 'replaced' }];
  return [{ type: 'CipherTrustEndpoint', name: there.name || there.id, action: 'update', risks: [], fields }];
}

/** Endpoints that a URL of the file names and the organization does not have. */
export function missingEndpoints({ cipherTrust: wanted }: Desired, state: OrgState): readonly string[] {
  const known = state.cipherTrust;
  if (!wanted || known?.kind !== 'read') return [];
  return wanted.endpoints
    .filter((endpoint) => endpoint.id !== undefined && !endpointOf(endpoint, known))
    .map(
      ({ namedCredentials, id }) =>
        `${namedCredentials.join(', ')} leads to endpoint ${id}, which the organization does not have in CipherTrust`,
    );
}
