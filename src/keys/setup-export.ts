import { exportUnreadable } from './export-envelope.ts';
import { isBase64, type TenantSecretExport } from './tenant-secret-export.ts';
import { setupExportName } from './uncertain.ts';

/** What Setup's file says: of which type the secret is, the org knows by its version. */
export type SetupExport = Pick<TenantSecretExport, 'orgId' | 'version' | 'secretValue'>;

/**
 * Reads the file that Setup exports a tenant secret to: org and version are in its name, the value in it (Salesforce
 * Help, "Export and Import Tenant Secrets"). The file is not protected by anything. The bytes given are wiped; what is
 * returned is the caller's to wipe.
 *
 * @param fileName as Setup gave it, without folders; a browser's ` (1)` may be in it
 *
 * Throws a KeywayError, ExportUnreadable.
 */
export function readSetupExport(fileName: string, bytes: Buffer): SetupExport {
  try {
    const named = setupExportName.exec(fileName)?.groups;
    const version = Number(named?.version);
    if (named?.orgId === undefined || !Number.isSafeInteger(version) || version < 1)
      throw exportUnreadable(
        'The name of the file does not say of which org and version the tenant secret is.',
        'Give it the name that Setup exported it under: tenant-secret-org-<org id>-ver-<version>.txt.',
      );
    const secretValue = withoutBlanks(bytes);
    if (!isBase64(secretValue)) {
      secretValue.fill(0);
      throw exportUnreadable(
        'The file has the name of one that Setup exported, but no base64 in it.',
        'Export the tenant secret again, or take another copy of the file.',
      );
    }
    return { orgId: named.orgId, version, secretValue };
  } finally {
    bytes.fill(0);
  }
}

/** Line breaks within base64, and a byte order mark, carry nothing. */
function withoutBlanks(bytes: Buffer): Buffer {
  const start = bytes.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? 3 : 0;
  return Buffer.from(bytes.subarray(start).filter((byte) => byte > 0x20));
}
