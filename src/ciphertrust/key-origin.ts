import type { TenantSecret } from '../keys/tenant-secret.ts';
import type { CckmKey } from './keys.ts';
import { isSameOrgId } from './organizations.ts';

/**
 * Whether CipherTrust reports that Salesforce generated a key, by both its type and its source. CipherTrust's
 * documentation shows the answer to a BYOK upload with `"key_type": "byok", "source": "HSM"`, so one of them alone
 * proves nothing.
 */
function isMadeBySalesforce({ keyType, source, sourceKey }: CckmKey): boolean {
  return /^native$/i.test(keyType) && /^(?:hsm|native)$/i.test(source) && sourceKey === undefined;
}

/** A tenant secret according to CipherTrust. */
export function secretFromCipherTrust(key: CckmKey): TenantSecret {
  const { id, type, version = 0, status, createdAt } = key;
  const source = key.source.toUpperCase();
  return {
    id,
    type,
    version,
    status,
    source: source === 'NATIVE' ? 'HSM' : source,
    isReportedAsCustomers: !isMadeBySalesforce(key),
    createdAt,
  };
}

/** Adds to an org's tenant secrets what CipherTrust knows about their origin. */
export function withOrigins(
  secrets: readonly TenantSecret[],
  keys: readonly CckmKey[],
): readonly TenantSecret[] {
  return secrets.map((secret) => {
    const known = keys.find(({ salesforceId }) => isSameOrgId(salesforceId, secret.id));
    return known && !isMadeBySalesforce(known) ? { ...secret, isReportedAsCustomers: true } : secret;
  });
}
