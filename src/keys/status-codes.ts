/*
 * What to do for each StatusCode of a RemoteKeyCalloutEvent (Salesforce Help, "Troubleshoot Cache-Only Keys"). The names
 * of the second group are assumed. An org may have others: its enterprise WSDL has the complete list.
 */

import { unconfirmedStatus } from './uncertain.ts';

const confirmed: Readonly<Record<string, string>> = {
  SUCCESS: 'Nothing to do: the org fetched and opened the key.',
  AUTHENTICATION_FAILURE_RESPONSE:
    'Check the token URL and scope, and that autoproc has the permission set (keyway verify). If the secret may be wrong, store it again (keyway credential set, or keyway deploy --write-credentials).',
  DESTROY_HTTP_CODE:
    'The key service must answer 200, but answered with an HTTP error. Find out why (keyway key probe), then activate the key.',
  EMPTY_RESPONSE: 'The key service must answer 200 with a JSON body: {"kid": …, "jwe": …}.',
  ERROR_HTTP_CODE:
    'The key service must answer 200. Check that it has this identifier, the URL of the named credential, and its log.',
  ILLEGAL_PARAMETERS_IN_JWE_HEADER:
    'The JWE header must have alg, enc and kid, jti with replay detection, and nothing else.',
  INCORRECT_ALGORITHM_IN_JWE_HEADER: 'Wrap with "alg": "RSA-OAEP" (SHA-1), not RSA-OAEP-256.',
  INCORRECT_DATA_ENCRYPTION_KEY_SIZE:
    'The data encryption key must have 32 bytes. Create another one, and serve it under a new identifier.',
};

const unconfirmed: Readonly<Record<string, string>> = {
  INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER: 'Encrypt with "enc": "A256GCM".',
  INCORRECT_KEYID_IN_JSON: '"kid" of the JSON answer must be exactly the requested identifier.',
  INCORRECT_KEYID_IN_JWE_HEADER: '"kid" of the JWE header must be exactly the requested identifier.',
  INCORRECT_NONCE_IN_JWE_HEADER:
    'Replay detection is on: put the requestId of each request into the JWE header as "jti".',
  MALFORMED_CONTENT_ENCRYPTION_KEY:
    'Wrap the 32-byte content encryption key with RSA-OAEP and SHA-1, for the certificate of the key (keyway certificate get).',
  MALFORMED_DATA_ENCRYPTION_KEY:
    'Encrypt the 32 bytes with AES-256-GCM, a 12-byte IV and the encoded header as additional data, and send the 16-byte tag.',
  MALFORMED_JSON_RESPONSE: 'The body must be JSON with the strings "kid" and "jwe".',
  MALFORMED_JWE_RESPONSE: '"jwe" must be compact: five parts in base64url without padding, joined by dots.',
  RESPONSE_TIMEOUT:
    'Answer faster, within three seconds. Check the key service for cold starts and rate limits.',
  UNKNOWN_ERROR: 'To see what the key service answers, run keyway key probe.',
};

/** What to do, in sentences. */
export function remedyFor(statusCode: string): string {
  // An org may send any text, such as `toString`.
  for (const remedies of [confirmed, unconfirmed])
    if (Object.hasOwn(remedies, statusCode)) return String(remedies[statusCode]);
  return 'To see what the key service answers, run keyway key probe.';
}

/** Whether keyway assumes the name of a StatusCode. */
export function isUnconfirmed(statusCode: string): boolean {
  return Object.values(unconfirmedStatus).some((code) => code === statusCode);
}
