import { exportUnreadable } from './export-envelope.ts';
import { isBase64, type TenantSecretExport } from './tenant-secret-export.ts';
import { setupExportName } from './uncertain.ts';

/** The content of Setup's file. It lacks the type, which the org finds by the version. */
export type SetupExport = Pick<TenantSecretExport, 'orgId' | 'version' | 'secretValue'>;

/**
 * Reads the unprotected file that Setup exports a tenant secret to: its name has org and version, its content the value
 * (Salesforce Help, "Export and Import Tenant Secrets"). Wipes the given bytes; the caller wipes the result.
 *
 * @param fileName as Setup gave it, without folders; a browser may have added ` (1)`
 *
 * Throws a KeywayError, ExportUnreadable.
 */
export function readSetupExport(fileName: string, bytes: Buffer): SetupExport {
  try {
    const named = setupExportName.exec(fileName)?.groups;
    const version = Number(named?.version);
    if (named?.orgId === undefined || !Number.isSafeInteger(version) || version < 1)
      throw exportUnreadable(
        "The name of the file doesn't say which org and version the tenant secret is from.",
        'Give it the name that Setup gave it: tenant-secret-org-<org id>-ver-<version>.txt.',
      );
    const secretValue = withoutBlanks(bytes);
    if (!isBase64(secretValue)) {
      secretValue.fill(0);
      throw exportUnreadable(
        "The file has the name of an export by Setup, but doesn't contain base64.",
        'Export the tenant secret again, or use another copy of the file.',
      );
    }
    return { orgId: named.orgId, version, secretValue };
  } finally {
    bytes.fill(0);
  }
}

/** Ignores line breaks within base64 and a byte order mark. */
function withoutBlanks(bytes: Buffer): Buffer {
  const start = bytes.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? 3 : 0;
  return Buffer.from(bytes.subarray(start).filter((byte) => byte > 0x20));
}
