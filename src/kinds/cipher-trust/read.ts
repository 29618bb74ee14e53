import { listCertificates } from '../../ciphertrust/certificates.ts';
import type { CipherTrust } from '../../ciphertrust/connection.ts';
import { listEndpoints } from '../../ciphertrust/endpoints.ts';
import { listKeys } from '../../ciphertrust/keys.ts';
import { collect } from '../../ciphertrust/list.ts';
import {
  type CckmOrganization,
  isSameOrgId,
  listOrganizations,
  organizationNamed,
} from '../../ciphertrust/organizations.ts';
import type { Session } from '../session.ts';
import { requireSameOrg } from './same-org.ts';
import { cipherTrustOf, isLoginMissing } from './session.ts';
import type { CipherTrustState, WantedCipherTrust } from './wanted.ts';

/*
 * Reads in parallel what CipherTrust has of an org. If its login isn't set, the state says so: a plan continues, a
 * deploy stops.
 */

/** @throws KeywayError `OrgDiffers`, `OrganizationUnknown`, and any error of the requests */
export async function readCipherTrust(
  session: Session,
  wanted: WantedCipherTrust,
): Promise<CipherTrustState> {
  const { org } = session;
  const opened = await cipherTrustOf(session);
  try {
    await opened.login();
  } catch (error) {
    if (isLoginMissing(error)) return { kind: 'unread', reason: error };
    throw error;
  }
  const organization = await organizationOf(opened, wanted, org.id);
  if (!organization) {
    const none = { certificates: [], endpoints: [], keys: [] };
    return { kind: 'read', orgId: org.id, organization, ...none };
  }
  requireSameOrg(org, organization);
  const isOurs = (one: { readonly organization: string }) =>
    one.organization === organization.id || isSameOrgId(one.organization, organization.orgId);
  const [certificates, endpoints, keys] = await Promise.all([
    wanted.certificates.length > 0 ? collect(listCertificates(opened)) : [],
    wanted.endpoints.length > 0 ? collect(listEndpoints(opened)) : [],
    wanted.certificates.length > 0 ? collect(listKeys(opened, { organization: organization.orgId })) : [],
  ]);
  return {
    kind: 'read',
    orgId: org.id,
    organization,
    certificates: certificates.filter(isOurs),
    endpoints: endpoints.filter(isOurs),
    keys,
  };
}

/** Undefined if it still has to be registered. Then it can only be this org's. */
async function organizationOf(
  cipherTrust: CipherTrust,
  { organization: name }: WantedCipherTrust,
  orgId: string,
): Promise<CckmOrganization | undefined> {
  if (name !== undefined && !isSameOrgId(name, orgId)) return organizationNamed(cipherTrust, name);
  return (await collect(listOrganizations(cipherTrust))).find((one) => isSameOrgId(one.orgId, orgId));
}
