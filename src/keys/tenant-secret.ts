/*
 * Tenant secrets (Object Reference, TenantSecret). Status and source are open: an org may have more than are documented.
 */

export const tenantSecretTypes = [
  'Data',
  'SearchIndex',
  'Analytics',
  'DeterministicData',
  'EventBus',
  'Database',
] as const;
export type TenantSecretType = (typeof tenantSecretTypes)[number];

/** Root keys: they are wrapped in another way, and are never cache-only. */
export const rootKeyTypes: readonly string[] = ['SearchIndex', 'Database'];

/** Where a cache-only key is fetched from. */
export interface RemoteKey {
  /** `RemoteKeyIdentifier`, the `kid` of what is fetched. */
  readonly identifier: string;
  /** Developer name, or the id (`0XA…`) if the org doesn't show the name. */
  readonly namedCredential: string;
  /** Developer name of the certificate that the key is wrapped for. */
  readonly certificate: string;
}

export interface TenantSecret {
  readonly id: string;
  readonly type: string;
  /** Unique in its org. */
  readonly version: number;
  /** `ACTIVE`, `ARCHIVED`, `DESTROYED`; in upper case. */
  readonly status: string;
  /** `HSM` (made by Salesforce), `UPLOADED`, `REMOTE` (cache-only), in upper case; empty if the org says nothing. */
  readonly source: string;
  /** Another system, such as CipherTrust, says that the customer brought it. */
  readonly isCustomersElsewhere?: boolean | undefined;
  readonly description?: string | undefined;
  /** `PBKDF2` or `NONE`. */
  readonly keyDerivationMode?: string | undefined;
  /** Developer name of the certificate that an uploaded value was wrapped for. */
  readonly secretValueCertificate?: string | undefined;
  readonly remote?: RemoteKey | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
}
