import type { TenantSecret } from './tenant-secret.ts';
import { tenantSecretTypes } from './tenant-secret.ts';

/*
 * Where a tenant secret comes from, and what a new one would break (Object Reference, TenantSecret). Pure: what the org
 * has is given.
 */

export function activeOf(secrets: readonly TenantSecret[], type: string): TenantSecret | undefined {
  return secrets.find((secret) => secret.type === type && secret.status === 'ACTIVE');
}

/** The secret that a new one of its type replaces: the active one, or else a remote key that failed last. */
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
 * The risks of a new secret: it archives the customer's own key, and may change where the key comes from.
 */
export function keyRisks(
  secrets: readonly TenantSecret[],
  made: { readonly type: string; readonly source: 'HSM' | 'UPLOADED' | 'REMOTE' },
): readonly KeyRisk[] {
  const current = currentOf(secrets, made.type);
  if (current === undefined || !isCustomersOwn(current)) return [];
  return originOf(current) === made.source ? ['key-archive'] : ['key-archive', 'key-source-change'];
}

/** What becomes unreadable if a key of this type is destroyed (Salesforce Help, "Which Data Is Encrypted"). */
export function whatItEncrypts(type: string): string {
  return (Object.hasOwn(meaning, type) ? meaning[type] : undefined) ?? `data of type ${type}`;
}

const meaning: Readonly<Record<string, string>> = {
  Data: 'encrypted fields, files and attachments',
  SearchIndex: 'search index files',
  Analytics: 'CRM Analytics datasets',
  DeterministicData: 'fields with deterministic encryption',
  EventBus: 'stored change data capture and platform events',
  Database: 'the transactional database',
};

/** The type in its own spelling, whatever case it was written in; undefined if it is unknown. */
export function knownType(text: string): string | undefined {
  return tenantSecretTypes.find((type) => type.toLowerCase() === text.toLowerCase());
}

/** The newest key of a type, if it is a remote key whose callout failed. */
function failedRemote(secrets: readonly TenantSecret[], type: string): TenantSecret | undefined {
  const newest = secrets
    .filter((secret) => secret.type === type)
    .reduce<TenantSecret | undefined>(
      (before, secret) => (before && before.version > secret.version ? before : secret),
      undefined,
    );
  return newest?.source === 'REMOTE' && newest.status === 'DESTROYED' ? newest : undefined;
}
