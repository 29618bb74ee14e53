/**
 * What the local CipherTrust assumes without a document that says so. Each is used from here only, so that it can be put
 * right in one place.
 */
import type { TenantSecret } from './state.ts';

/**
 * `source` of a key. CipherTrust's documents have one example: a BYOK upload with PBKDF2 is `HSM`, whatever the org's own
 * row says. Without derivation the org is sent `Uploaded`, and CipherTrust is assumed to show what it sent.
 */
export const sourceShown = ({ keyType, source, derivation }: TenantSecret): string => {
  if (keyType !== 'byok') return source;
  return derivation === 'NONE' ? 'Uploaded' : 'HSM';
};

/**
 * `secret_value_hash` of every key. The documents' example of a Data upload, whose hash was sent, shows this text:
 * redacted or real, nothing may rely on a hash being there. Salesforce itself never shows one.
 */
export const HASH_SHOWN = 'UNKNOWM=';

/**
 * `key_type` of a tenant secret that a synchronization finds and CipherTrust didn't make. Only `byok` is documented.
 * A row with a certificate of its own, or with a source that says so, is a customer's.
 */
export const keyTypeOf = (row: Readonly<Record<string, unknown>>): TenantSecret['keyType'] => {
  if (row.Source === 'REMOTE') return 'cache_only';
  const isUploaded = row.Source !== 'HSM' || (row.SecretValueCertificate ?? null) !== null;
  return isUploaded ? 'byok' : 'native';
};

/** Names within `sfdc_params` of a cache-only key: no document has an example. */
export const CACHE_ONLY_FIELDS = { identifier: 'remote_key_identifier' } as const;

/** Names within `sfdc_params` of a certificate: only its id and how it is listed are documented. */
export const CERTIFICATE_FIELDS = {
  id: 'salesforce_id',
  name: 'developer_name',
  label: 'master_label',
  end: 'expiration_date',
} as const;

/**
 * Answers that are no success. The shape, and the codes 5, 9, 15 and 16 with their words, were seen in clients of
 * CipherTrust Manager; no document lists them all. What Salesforce refuses is assumed to be a bad request in
 * Salesforce's words.
 */
export const PROBLEMS = {
  notFound: { status: 404, code: 16, words: 'NCERRResourceNotFound: Resource not found' },
  invalid: { status: 400, code: 9, words: 'NCERRInvalidParamValue: Invalid parameter' },
  badRequest: { status: 400, code: 15, words: 'NCERRBadRequest: Bad HTTP request' },
  unauthorized: { status: 401, code: 5, words: 'NCERRUnauthorizedAccess' },
  conflict: { status: 409, code: 23, words: 'NCERRConflict: Resource already exists' },
} as const;
