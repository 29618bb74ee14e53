/** A tenant secret as an org returned it for a backup. */
export interface TenantSecretExport {
  /** `00D…`, 15 or 18 characters. */
  readonly orgId: string;
  readonly type: string;
  readonly version: number;
  /** `02G…` */
  readonly tenantSecretId?: string | undefined;
  /** The base64 text in ASCII, exactly as the org returned it, because it accepts nothing else. The caller wipes it. */
  readonly secretValue: Buffer;
  /** ISO 8601. */
  readonly exportedAt: string;
}

/** Checks that a description contains only the characters of ids and names, whoever sealed the file. */
export function isDescription(
  about: Readonly<Record<string, unknown>>,
): about is Readonly<Record<string, unknown>> & Omit<TenantSecretExport, 'secretValue'> {
  const { orgId, type, version, tenantSecretId, exportedAt } = about;
  const matches = (value: unknown, pattern: RegExp): boolean =>
    typeof value === 'string' && pattern.test(value);
  return (
    matches(orgId, /^00D[A-Za-z0-9]{12}([A-Z0-5]{3})?$/) &&
    matches(type, /^[A-Za-z]{1,40}$/) &&
    Number.isSafeInteger(version) &&
    Number(version) > 0 &&
    (tenantSecretId === undefined || matches(tenantSecretId, /^02G[A-Za-z0-9]{12}([A-Z0-5]{3})?$/)) &&
    matches(exportedAt, /^[0-9T:.Z+-]{10,35}$/)
  );
}

/** Padded base64, with or without line breaks: Salesforce documents neither. */
export function isBase64(bytes: Buffer): boolean {
  const text = bytes.toString('latin1').replace(/\s/g, '');
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
