import { isSameOrgId } from '../../ciphertrust/organizations.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Org } from '../../salesforce/index.ts';

/** @throws KeywayError `OrgDiffers` if CipherTrust's organization belongs to another org */
export function requireSameOrg(
  org: Org,
  organization: { readonly orgId: string; readonly name: string },
): void {
  if (isSameOrgId(org.id, organization.orgId)) return;
  throw new KeywayError(
    'OrgDiffers',
    `CipherTrust's organization ${organization.name} is ${organization.orgId}, but the org of ${org.username} is ${org.id}.`,
    { actions: ['Nothing was sent. Use the organization of this org, or the org of this organization.'] },
  );
}
