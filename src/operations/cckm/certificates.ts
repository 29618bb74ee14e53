import {
  type CckmCertificate,
  findCertificate,
  getCertificate,
  listCertificates,
  removeCertificate,
} from '../../ciphertrust/certificates.ts';
import type { CipherTrust } from '../../ciphertrust/connection.ts';
import { synchronize } from '../../ciphertrust/jobs.ts';
import { collect } from '../../ciphertrust/list.ts';
import { type CckmOrganization, isSameOrgId, organizationNamed } from '../../ciphertrust/organizations.ts';
import { type ApprovalOptions, confirmChange } from '../../engine/approve.ts';
import { type CipherTrustPlace, requireOption, withCipherTrust } from './cipher-trust-session.ts';

interface CertificateOptions extends CipherTrustPlace, ApprovalOptions {
  readonly action: 'list' | 'get' | 'delete';
  readonly name?: string | undefined;
  readonly organization?: string | undefined;
  /** Synchronizes CipherTrust with the orgs first. */
  readonly synchronize?: boolean | undefined;
}

export function cckmCertificates(options: CertificateOptions) {
  return withCipherTrust(options, async ({ cipherTrust, settings }) => {
    const wanted = options.organization ?? settings.organization;
    const organization = wanted === undefined ? undefined : await organizationNamed(cipherTrust, wanted);
    if (options.synchronize)
      await synchronize(cipherTrust, 'certificates', organization ? [organization.id] : [], options);
    if (options.action === 'list') {
      const all = await collect(listCertificates(cipherTrust));
      const certificates = all.filter(
        (one) =>
          organization === undefined ||
          one.organization === organization.id ||
          isSameOrgId(one.organization, organization.orgId),
      );
      return { certificates };
    }
    const name = requireOption(options.name, 'the id or the name of a certificate');
    const certificate = await certificateNamed(cipherTrust, organization, name);
    if (options.action === 'delete') {
      await confirmChange(`This deletes certificate ${certificate.name} from CipherTrust`, options);
      await removeCertificate(cipherTrust, certificate.id);
    }
    return { certificates: [certificate] as readonly CckmCertificate[] };
  });
}

/** A name is unique only within an organization. Anything else is an id. */
async function certificateNamed(
  cipherTrust: CipherTrust,
  organization: CckmOrganization | undefined,
  name: string,
): Promise<CckmCertificate> {
  const found = organization && (await findCertificate(cipherTrust, organization, name));
  return getCertificate(cipherTrust, found?.id ?? name);
}
