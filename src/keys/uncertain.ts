import type { OaepDigest } from './byok.ts';

/*
 * What keyway assumes about Shield keys, because Salesforce doesn't document it. Each assumption is here once, so that it
 * can be corrected in one place.
 */

/**
 * The digest of RSA-OAEP and of its MGF1 for uploaded tenant secrets. Salesforce's own script uses SHA-1; its help
 * recommends SHA-512 and still accepts SHA-1, without saying since when. SHA-1 is safe here, because OAEP doesn't depend on
 * its resistance to collisions.
 */
export const defaultOaepDigest: OaepDigest = 'sha1';

/**
 * StatusCodes of RemoteKeyCalloutEvent whose names keyway assumes. Where two of them could apply, the choice is a guess.
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

/**
 * The StatusCode for an HTTP status other than 200. keyway assumes it from the texts of the codes, "HTTP error" and
 * "unsupported code": 401 is authentication, other errors are DESTROY_HTTP_CODE, everything else is ERROR_HTTP_CODE.
 */
export function answerCode(httpStatus: number): string {
  if (httpStatus === 401) return 'AUTHENTICATION_FAILURE_RESPONSE';
  return httpStatus >= 400 ? 'DESTROY_HTTP_CODE' : 'ERROR_HTTP_CODE';
}

/** How long Salesforce waits for a key service, in milliseconds: the default of callouts (Apex Developer Guide). */
export const remoteKeyTimeout = 10_000;

/** The User-Agent of a callout. */
export const calloutUserAgent = 'SFDC-Callout/66.0';

/**
 * The name of the file that Setup exports a tenant secret to. Salesforce documents only the name; keyway assumes that the
 * content is base64 text. A browser that has the file already adds ` (1)`.
 */
export const setupExportName =
  /^tenant-secret-org-(?<orgId>00D[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?)-ver-(?<version>\d{1,9})(?: ?\(\d+\))?\.txt$/i;

/**
 * Only an archived tenant secret can be destroyed, as CipherTrust documents; Salesforce documents nothing. Refusing costs
 * a rotation, allowing could cost the data.
 */
export const onlyArchivedCanBeDestroyed = true;
