import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { parseCertificate } from '../keys/key-certificate.ts';
import { type OrgCertificate, readCertificateChain, readCertificates } from '../salesforce/index.ts';
import { requireOrgCertificate } from './key/require-certificate.ts';

export interface ListedCertificate extends OrgCertificate {
  /** Whole days until it expires, negative if it has expired; null for a request that isn't signed yet. */
  readonly daysLeft: number | null;
  /** Whether the config has it under `certificates:`. */
  readonly inConfig: boolean;
}

export interface CertificateListResult extends OrgSummary {
  readonly certificates: readonly ListedCertificate[];
}

const DAY = 24 * 3_600_000;

/** Lists the certificates of an org, with the days until they expire. */
export async function certificateList(options: OrgOptions): Promise<CertificateListResult & Remarks> {
  return withSession(options, async (session) => {
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
  /** The chain as PEM, the certificate itself first. */
  readonly pem: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly bits: number | null;
  /** SHA-256 of the certificate itself, hexadecimal. */
  readonly sha256: string;
  /** SHA-256 of the whole chain as concatenated DER. */
  readonly chainSha256: string;
}

/** Reads the chain of a certificate of the org, for whoever wraps keys for it. */
export async function certificateGet(
  options: CertificateGetOptions,
): Promise<CertificateGetResult & Remarks> {
  return withSession(options, async (session) => {
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
