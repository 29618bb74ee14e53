import { isSameOrgId } from '../../ciphertrust/organizations.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Org } from '../../salesforce/index.ts';

/** @throws KeywayError `OrgDiffers` where CipherTrust's organization is another org than the one that is given */
export function requireSameOrg(
  org: Org,
  organization: { readonly orgId: string; readonly name: string },
): void {
  if (isSameOrgId(org.id, organization.orgId)) return;
  throw new KeywayError(
    'OrgDiffers',
    `CipherTrust's organization ${organization.name} is ${organization.orgId}, but the org of ${org.username} is ${org.id}.`,
    { actions: ['Nothing was sent. Name the organization of this org, or the org of this organization.'] },
  );
}
