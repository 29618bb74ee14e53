import type { Org } from './connect.ts';
import { toolingQuery } from './query.ts';
import { restBlob } from './rest.ts';

/** A certificate of the org, as in Setup's list (Tooling API, Certificate). */
export interface OrgCertificate {
  readonly id: string;
  /** Developer name. */
  readonly name: string;
  readonly label: string;
  /** undefined if the org doesn't show it. */
  readonly bits: number | undefined;
  /** ISO 8601; undefined for a request that isn't signed yet. */
  readonly expiresAt: string | undefined;
  readonly caSigned: boolean;
  /** Whether its private key can be exported from the org. */
  readonly exportable: boolean;
}

interface CertificateRow {
  readonly Id: string;
  readonly DeveloperName: string;
  readonly MasterLabel: string;
  readonly KeySize: number | null;
  readonly ExpirationDate: string | null;
  readonly OptionsIsCaSigned: boolean;
  readonly OptionsIsPrivateKeyExportable: boolean;
}

/** The certificates of an org, by name. */
export async function readCertificates(org: Org): Promise<readonly OrgCertificate[]> {
  const rows = await toolingQuery<CertificateRow>(
    org,
    'SELECT Id, DeveloperName, MasterLabel, KeySize, ExpirationDate, OptionsIsCaSigned, OptionsIsPrivateKeyExportable FROM Certificate ORDER BY DeveloperName',
    'reading certificates',
  );
  return rows.map((row) => ({
    id: row.Id,
    name: row.DeveloperName,
    label: row.MasterLabel,
    bits: row.KeySize ?? undefined,
    expiresAt: row.ExpirationDate === null ? undefined : new Date(row.ExpirationDate).toISOString(),
    caSigned: row.OptionsIsCaSigned,
    exportable: row.OptionsIsPrivateKeyExportable,
  }));
}

/**
 * Reads the chain of a certificate as PEM, the certificate itself first
 * (`/tooling/sobjects/Certificate/{id}/CertificateChain`).
 */
export async function readCertificateChain(org: Org, id: string): Promise<string> {
  const bytes = await restBlob(org.connection, {
    path: `/tooling/sobjects/Certificate/${encodeURIComponent(id)}/CertificateChain`,
    what: 'reading a certificate chain',
  });
  return bytes.toString('utf8');
}
