import { KeywayError } from '../errors/index.ts';
import type { CipherTrust } from './connection.ts';
import {
  type CckmEndpoint,
  changeEndpointLogin,
  createEndpoint,
  type EndpointAddress,
  type EndpointLogin,
  endpointAt,
  endpointUrl,
  listEndpoints,
} from './endpoints.ts';
import { collect } from './list.ts';
import {
  addOrganization,
  type CckmOrganization,
  findOrganizations,
  isSameOrgId,
  listOrganizations,
} from './organizations.ts';

/** An existing or new object, and whether it was created. */
export interface Ensured<T> {
  readonly value: T;
  readonly outcome: 'there' | 'made';
}

/**
 * Finds the organization of an org, and registers it through the connection if CipherTrust doesn't manage it yet.
 * Without an id, uses the org that the connection reaches.
 *
 * @throws KeywayError `OrganizationUnknown` if the connection reaches another org, or several
 */
export async function ensureOrganization(
  cipherTrust: CipherTrust,
  { connection, orgId }: { readonly connection: string; readonly orgId?: string | undefined },
): Promise<Ensured<CckmOrganization>> {
  const managed = await collect(listOrganizations(cipherTrust));
  const known = orgId === undefined ? undefined : managed.find((one) => isSameOrgId(one.orgId, orgId));
  if (known) return { value: known, outcome: 'there' };
  const found = await findOrganizations(cipherTrust, connection);
  const wanted = orgId === undefined ? found : found.filter((one) => isSameOrgId(one.orgId, orgId));
  const [one] = wanted;
  if (one === undefined || wanted.length > 1) {
    const reached = found.map((other) => `${other.name} (${other.orgId})`).join(', ') || 'none';
    throw new KeywayError('OrganizationUnknown', `Connection ${connection} reaches: ${reached}.`, {
      actions: [
        orgId === undefined
          ? 'Choose one by its ID: keyway cckm organizations add 00D…'
          : `The org is ${orgId}: choose the CipherTrust connection that reaches it.`,
      ],
    });
  }
  const existing = managed.find((other) => isSameOrgId(other.orgId, one.orgId));
  if (existing) return { value: existing, outcome: 'there' };
  return { value: await addOrganization(cipherTrust, { connection, orgId: one.orgId }), outcome: 'made' };
}

export interface WantedEndpoint {
  readonly organization: CckmOrganization;
  /** Name of a new endpoint. */
  readonly name: string;
  /** The named credential's address; undefined if it has no URL yet. */
  readonly address: EndpointAddress | undefined;
  readonly login: EndpointLogin;
}

/**
 * Finds the endpoint of a named credential, or creates it with the credential's user and password. An existing one
 * keeps its login, because nobody can read it for comparison; `renew` replaces it.
 *
 * @throws KeywayError `EndpointUnknown` if the URL names an endpoint by an id that doesn't exist
 */
export async function ensureEndpoint(
  cipherTrust: CipherTrust,
  { organization, name, address, login }: WantedEndpoint,
  { renew = false }: { readonly renew?: boolean } = {},
): Promise<Ensured<CckmEndpoint>> {
  const all = await collect(listEndpoints(cipherTrust));
  const found = address
    ? endpointAt(all, organization, address)
    : all.find((endpoint) => endpoint.name === name);
  if (found && renew)
    return { value: await changeEndpointLogin(cipherTrust, found.id, login), outcome: 'there' };
  if (found) return { value: found, outcome: 'there' };
  if (address && 'endpointId' in address) {
    throw new KeywayError(
      'EndpointUnknown',
      `CipherTrust at ${cipherTrust.host} has no endpoint ${address.endpointId}, which ${name} needs.`,
      {
        actions: [
          'Create one, and use the URL that it prints: keyway cckm endpoints create NAME',
          ...all.slice(0, 5).map((endpoint) => `There is ${endpoint.name}: ${endpointUrl(endpoint)}`),
        ],
      },
    );
  }
  const hostname = address?.hostname ?? cipherTrust.host;
  const value = await createEndpoint(cipherTrust, { name, hostname, organization, login });
  return { value, outcome: 'made' };
}
