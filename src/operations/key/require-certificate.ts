import { suggestion } from '../../config/wording.ts';
import { KeywayError } from '../../errors/index.ts';
import { type KeyCertificate, parseCertificate, requireKeyCertificate } from '../../keys/key-certificate.ts';
import {
  type Org,
  type OrgCertificate,
  readCertificateChain,
  readCertificates,
} from '../../salesforce/index.ts';

/**
 * Finds a certificate of the org by developer name.
 * @throws KeywayError `CertificateUnknown`
 */
export async function requireOrgCertificate(org: Org, name: string): Promise<OrgCertificate> {
  const all = await readCertificates(org);
  const found = all.find((certificate) => certificate.name === name);
  if (found) return found;
  const names = all.map((certificate) => certificate.name);
  throw new KeywayError(
    'CertificateUnknown',
    `The org has no certificate "${name}"${suggestion(name, names)}`,
    {
      actions: [
        names.length > 0
          ? `The org has ${names.join(', ')}.`
          : 'The org has none. Add one under certificates: and deploy it.',
        'Nothing was changed.',
      ],
    },
  );
}

export interface UsableCertificate {
  readonly certificate: KeyCertificate;
  readonly warnings: readonly string[];
}

/**
 * Finds a certificate of the org that a key can be wrapped for, before anything is wrapped.
 * @throws KeywayError `CertificateUnknown`, `CertificateUnreadable`, `CertificateUnfit`
 */
export async function requireUsableCertificate(org: Org, name: string): Promise<UsableCertificate> {
  const found = await requireOrgCertificate(org, name);
  const certificate = parseCertificate(await readCertificateChain(org, found.id));
  requireKeyCertificate(certificate, org.connection.now());
  return {
    certificate,
    warnings: found.exportable
      ? [
          `The private key of certificate ${name} can be exported from the org. Salesforce recommends one that can't.`,
        ]
      : [],
  };
}
