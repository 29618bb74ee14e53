import type { TenantSecret } from './tenant-secret.ts';
import { tenantSecretTypes } from './tenant-secret.ts';

/*
 * Where a tenant secret comes from, and what a new one would break (Object Reference, TenantSecret). Pure: what the org
 * has is given.
 */

export function activeOf(secrets: readonly TenantSecret[], type: string): TenantSecret | undefined {
  return secrets.find((secret) => secret.type === type && secret.status === 'ACTIVE');
}

/** The secret that a new one of its type would take the place of: the active one, or a remote key that failed last. */
export function currentOf(secrets: readonly TenantSecret[], type: string): TenantSecret | undefined {
  return activeOf(secrets, type) ?? failedRemote(secrets, type);
}

/** Where a key comes from: made by Salesforce, uploaded by the customer, fetched from their key service. */
export type KeyOrigin = 'HSM' | 'UPLOADED' | 'REMOTE' | 'unknown';

/**
 * Where a key comes from by all that is known of it. It is Salesforce's own only if its source says so and nothing speaks
 * against that: CipherTrust's documentation shows an uploaded key with the source HSM.
 */
export function originOf(
  secret: Omit<TenantSecret, 'id' | 'type' | 'version' | 'status' | 'createdAt'>,
): KeyOrigin {
  const { source, remote, secretValueCertificate, keyDerivationMode, isCustomersElsewhere } = secret;
  if (source === 'REMOTE' || remote !== undefined) return 'REMOTE';
  if (source === 'UPLOADED' || secretValueCertificate !== undefined) return 'UPLOADED';
  if (source !== 'HSM') return 'unknown';
  // Salesforce derives whatever it makes.
  return keyDerivationMode === 'NONE' || isCustomersElsewhere ? 'UPLOADED' : 'HSM';
}

/** The customer brought it, as far as nothing proves otherwise. */
export function isCustomersOwn(secret: Parameters<typeof originOf>[0]): boolean {
  return originOf(secret) !== 'HSM';
}

export type KeyRisk = 'key-source-change' | 'key-archive';

/**
 * What a new secret of a type carries: the customer's own key would be archived, and data would no longer be encrypted
 * with a key from where the customer chose it to come from.
 */
export function keyRisks(
  secrets: readonly TenantSecret[],
  made: { readonly type: string; readonly source: 'HSM' | 'UPLOADED' | 'REMOTE' },
): readonly KeyRisk[] {
  const current = currentOf(secrets, made.type);
  if (current === undefined || !isCustomersOwn(current)) return [];
  return originOf(current) === made.source ? ['key-archive'] : ['key-archive', 'key-source-change'];
}

/** What can no longer be read when a key of this type is destroyed (Salesforce Help, "Which Data Is Encrypted"). */
export function whatItEncrypts(type: string): string {
  return (Object.hasOwn(meaning, type) ? meaning[type] : undefined) ?? `data of type ${type}`;
}

const meaning: Readonly<Record<string, string>> = {
  Data: 'encrypted fields, files and attachments',
  SearchIndex: 'search index files',
  Analytics: 'CRM Analytics datasets',
  DeterministicData: 'fields with deterministic encryption',
  EventBus: 'change data capture and platform events that are stored',
  Database: 'the transactional database',
};

/** The type as it is spelt, whatever the case it was written in; undefined for none of those that are known. */
export function knownType(text: string): string | undefined {
  return tenantSecretTypes.find((type) => type.toLowerCase() === text.toLowerCase());
}

/** A remote key whose callout failed: the newest of its type, if that is what it is. */
function failedRemote(secrets: readonly TenantSecret[], type: string): TenantSecret | undefined {
  const newest = secrets
    .filter((secret) => secret.type === type)
    .reduce<TenantSecret | undefined>(
      (before, secret) => (before && before.version > secret.version ? before : secret),
      undefined,
    );
  return newest?.source === 'REMOTE' && newest.status === 'DESTROYED' ? newest : undefined;
}
