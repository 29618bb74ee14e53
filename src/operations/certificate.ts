import { inSession, type OrgOptions, type Remarks } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { parseCertificate } from '../keys/key-certificate.ts';
import { type OrgCertificate, readCertificateChain, readCertificates } from '../salesforce/index.ts';
import { requireOrgCertificate } from './key/require-certificate.ts';

export interface ListedCertificate extends OrgCertificate {
  /** Whole days until it ends, less than 0 when it has; null for a request that nobody has signed. */
  readonly daysLeft: number | null;
  /** It stands under `certificates:` in the config. */
  readonly inConfig: boolean;
}

export interface CertificateListResult extends OrgSummary {
  readonly certificates: readonly ListedCertificate[];
}

const DAY = 24 * 3_600_000;

/** The certificates of an org, and how long each is still good. */
export async function certificateList(options: OrgOptions): Promise<CertificateListResult & Remarks> {
  return inSession(options, async (session) => {
    const { org, config } = session;
    const all = await readCertificates(org);
    const now = org.connection.now().getTime();
    const certificates = all.map((certificate) => ({
      ...certificate,
      daysLeft:
        certificate.expiresAt === undefined
          ? null
          : Math.floor((Date.parse(certificate.expiresAt) - now) / DAY),
      inConfig: Object.hasOwn(config.certificates ?? {}, certificate.name),
    }));
    return { ...describeOrg(session), certificates };
  });
}

export interface CertificateGetOptions extends OrgOptions {
  /** Developer name. */
  readonly name: string;
}

export interface CertificateGetResult extends OrgSummary {
  readonly name: string;
  /** The chain, PEM, its own first. */
  readonly pem: string;
  readonly subject: string;
  /** ISO 8601 */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly bits: number | null;
  /** Of the certificate itself, hexadecimal. */
  readonly sha256: string;
  /** Of the whole chain, DER one behind the other. */
  readonly chainSha256: string;
}

/** The chain of a certificate of the org, to be trusted by whoever wraps keys for it. */
export async function certificateGet(
  options: CertificateGetOptions,
): Promise<CertificateGetResult & Remarks> {
  return inSession(options, async (session) => {
    const { id, name } = await requireOrgCertificate(session.org, options.name);
    const { pem, subject, notBefore, notAfter, bits, sha256, chainSha256 } = parseCertificate(
      await readCertificateChain(session.org, id),
    );
    return {
      ...describeOrg(session),
      name,
      pem,
      subject,
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
      bits: bits ?? null,
      sha256,
      chainSha256,
    };
  });
}
