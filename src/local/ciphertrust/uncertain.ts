/**
 * Assumptions of the local CipherTrust that no document confirms. All code takes them from here, so that a
 * correction touches one place.
 */
import type { TenantSecret } from './state.ts';

/**
 * `source` of a key. CipherTrust's documents have one example: a BYOK upload with PBKDF2 has `HSM`, whatever the
 * org's own row says. Without derivation the org receives `Uploaded`; we assume that CipherTrust shows what it
 * sent.
 */
export const sourceShown = ({ keyType, source, derivation }: TenantSecret): string => {
  if (keyType !== 'byok') return source;
  return derivation === 'NONE' ? 'Uploaded' : 'HSM';
};

/**
 * `secret_value_hash` of every key. The documents' example of a Data upload, which sent a hash, shows this text.
 * Whether it is redacted or real, clients can't rely on a hash. Salesforce itself never shows one.
 */
export const HASH_SHOWN = 'UNKNOWM=';

/**
 * `key_type` of a tenant secret that a synchronization finds and CipherTrust didn't create. Only `byok` is
 * documented. A row with its own certificate, or with a matching source, counts as a customer's key.
 */
export const keyTypeOf = (row: Readonly<Record<string, unknown>>): TenantSecret['keyType'] => {
  if (row.Source === 'REMOTE') return 'cache_only';
  const isUploaded = row.Source !== 'HSM' || (row.SecretValueCertificate ?? null) !== null;
  return isUploaded ? 'byok' : 'native';
};

/** Names within `sfdc_params` of a cache-only key. No document has an example. */
export const CACHE_ONLY_FIELDS = { identifier: 'remote_key_identifier' } as const;

/** Names within `sfdc_params` of a certificate. Only its id and its list are documented. */
export const CERTIFICATE_FIELDS = {
  id: 'salesforce_id',
  name: 'developer_name',
  label: 'master_label',
  end: 'expiration_date',
} as const;

/**
 * Error answers. The form, and the codes 5, 9, 15 and 16 with their messages, appear in clients of CipherTrust
 * Manager. No document lists them all. We assume that Salesforce's refusals become bad requests with Salesforce's
 * message.
 */
export const PROBLEMS = {
  notFound: { status: 404, code: 16, words: 'NCERRResourceNotFound: Resource not found' },
  invalid: { status: 400, code: 9, words: 'NCERRInvalidParamValue: Invalid parameter' },
  badRequest: { status: 400, code: 15, words: 'NCERRBadRequest: Bad HTTP request' },
  unauthorized: { status: 401, code: 5, words: 'NCERRUnauthorizedAccess' },
  conflict: { status: 409, code: 23, words: 'NCERRConflict: Resource already exists' },
} as const;
