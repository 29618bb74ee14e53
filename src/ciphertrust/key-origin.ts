import type { TenantSecret } from '../keys/tenant-secret.ts';
import type { CckmKey } from './keys.ts';
import { isSameOrgId } from './organizations.ts';

/**
 * Whether CipherTrust says that Salesforce made a key, by both its type and its source. CipherTrust's documentation
 * answers a BYOK upload with `"key_type": "byok", "source": "HSM"`: one of them alone proves nothing.
 */
function isMadeBySalesforce({ keyType, source, sourceKey }: CckmKey): boolean {
  return /^native$/i.test(keyType) && /^(?:hsm|native)$/i.test(source) && sourceKey === undefined;
}

/** A tenant secret as CipherTrust knows it. */
export function secretFromCipherTrust(key: CckmKey): TenantSecret {
  const { id, type, version = 0, status, createdAt } = key;
  const source = key.source.toUpperCase();
  return {
    id,
    type,
    version,
    status,
    source: source === 'NATIVE' ? 'HSM' : source,
    isCustomersElsewhere: !isMadeBySalesforce(key),
    createdAt,
  };
}

/** The tenant secrets of an org, with what CipherTrust knows of where they come from. */
export function withOrigins(
  secrets: readonly TenantSecret[],
  keys: readonly CckmKey[],
): readonly TenantSecret[] {
  return secrets.map((secret) => {
    const known = keys.find(({ salesforceId }) => isSameOrgId(salesforceId, secret.id));
    return known && !isMadeBySalesforce(known) ? { ...secret, isCustomersElsewhere: true } : secret;
  });
}
