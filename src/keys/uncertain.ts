import type { OaepDigest } from './byok.ts';

/*
 * What keyway takes for true of Shield keys without having seen it in an org ("[?]" in the reference). Each stands
 * here once, so that it can be put right in one place.
 */

/**
 * The digest of RSA-OAEP, and of its MGF1, for tenant secrets that are uploaded. SHA-1 is what Salesforce's own script
 * has always used, and Fortanix's after it; today's help recommends SHA-512 and still accepts SHA-1. Nobody has tried
 * in an org since when SHA-512 is taken. SHA-1 is sound here: OAEP does not rest on its resistance to collisions.
 */
export const defaultOaepDigest: OaepDigest = 'sha1';

/**
 * StatusCodes of RemoteKeyCalloutEvent whose names no text read confirms (the table of Salesforce's help is cut off
 * after INCORRECT_ENCRYPTION_; reference, section 6.4). Where two of them could be meant, which one is meant is a guess.
 */
export const unconfirmedStatus = {
  encryption: 'INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER',
  keyIdInHeader: 'INCORRECT_KEYID_IN_JWE_HEADER',
  keyIdInJson: 'INCORRECT_KEYID_IN_JSON',
  requestId: 'INCORRECT_NONCE_IN_JWE_HEADER',
  contentKey: 'MALFORMED_CONTENT_ENCRYPTION_KEY',
  dataKey: 'MALFORMED_DATA_ENCRYPTION_KEY',
  json: 'MALFORMED_JSON_RESPONSE',
  jwe: 'MALFORMED_JWE_RESPONSE',
  timeout: 'RESPONSE_TIMEOUT',
  unknown: 'UNKNOWN_ERROR',
} as const;

/** Whether a StatusCode is one of those. */
export function isUnconfirmed(statusCode: string): boolean {
  return Object.values(unconfirmedStatus).some((code) => code === statusCode);
}

/**
 * The StatusCode for an HTTP status that is not 200. That 401 is authentication, other errors (403 too) DESTROY_HTTP_CODE
 * and everything else ERROR_HTTP_CODE is read from the words of their messages: "HTTP error" and "unsupported code".
 */
export function answerCode(httpStatus: number): string {
  if (httpStatus === 401) return 'AUTHENTICATION_FAILURE_RESPONSE';
  return httpStatus >= 400 ? 'DESTROY_HTTP_CODE' : 'ERROR_HTTP_CODE';
}

/** How long Salesforce waits for a key service, in milliseconds: the default of callouts (Apex Developer Guide). */
export const remoteKeyTimeout = 10_000;

/** CipherTrust's pages ask for an answer within three seconds; Salesforce's say nothing. */
export const slowAnswer = 3000;

/** What a callout is said to come from. */
export const calloutUserAgent = 'SFDC-Callout/66.0';

/**
 * The name of the file that Setup exports a tenant secret to; that such a file holds the value as base64 text and
 * nothing else is a guess: Salesforce's help gives its name only. A browser that has the file already adds ` (1)`.
 */
export const setupExportName =
  /^tenant-secret-org-(?<orgId>00D[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?)-ver-(?<version>\d{1,9})(?: ?\(\d+\))?\.txt$/i;

/**
 * An active tenant secret cannot be destroyed: CipherTrust's documentation says that only an ARCHIVED one can, those of
 * Salesforce say nothing. Refusing it costs a rotation; allowing it could cost the data.
 */
export const onlyArchivedCanBeDestroyed = true;
