/*
 * What to do for each StatusCode of a RemoteKeyCalloutEvent (reference, section 6.4; Salesforce Help, "Troubleshoot
 * Cache-Only Keys"). The list is open: names after the first group are not confirmed by any text read [?], and an org may
 * have others. Its complete list is in the org's enterprise WSDL.
 */

const confirmed: Readonly<Record<string, string>> = {
  SUCCESS: 'Nothing: the org fetched and opened the key.',
  AUTHENTICATION_FAILURE_RESPONSE:
    'Check the token URL and scope, and that autoproc has the permission set (keyway verify). An org never shows a secret: store the right one again (keyway credential set, or keyway deploy --write-credentials).',
  DESTROY_HTTP_CODE:
    'The key service answered with an HTTP error: it must answer 200. See what it has against this call (keyway key probe), and activate the key when it answers.',
  EMPTY_RESPONSE: 'The key service must answer 200 with a JSON body: {"kid": …, "jwe": …}.',
  ERROR_HTTP_CODE:
    'The key service must answer 200: check that it has a key of this identifier, the URL of the named credential and what it logged.',
  ILLEGAL_PARAMETERS_IN_JWE_HEADER:
    'The JWE header holds alg, enc and kid, with jti where replay detection is on, and nothing else.',
  INCORRECT_ALGORITHM_IN_JWE_HEADER: 'Wrap with "alg": "RSA-OAEP" (SHA-1), not RSA-OAEP-256.',
  INCORRECT_DATA_ENCRYPTION_KEY_SIZE:
    'The data encryption key has 32 bytes: make another, and serve it under a new identifier.',
};

const unconfirmed: Readonly<Record<string, string>> = {
  INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER: 'Encrypt with "enc": "A256GCM".',
  INCORRECT_KEYID_IN_JSON: '"kid" of the JSON answer is the identifier that was asked for, letter by letter.',
  INCORRECT_KEYID_IN_JWE_HEADER:
    '"kid" of the JWE header is the identifier that was asked for, letter by letter.',
  INCORRECT_NONCE_IN_JWE_HEADER:
    'Replay detection is on: put the request’s requestId into the JWE header as "jti", anew for each request.',
  MALFORMED_CONTENT_ENCRYPTION_KEY:
    'Wrap the 32-byte content encryption key for the certificate that the key names (keyway certificate get), by RSA-OAEP with SHA-1.',
  MALFORMED_DATA_ENCRYPTION_KEY:
    'Encrypt the 32 bytes with AES-256-GCM, a 12-byte IV, the encoded header as additional data, and send the 16-byte tag.',
  MALFORMED_JSON_RESPONSE: 'The body is JSON with "kid" and "jwe", both texts.',
  MALFORMED_JWE_RESPONSE: '"jwe" is compact: five parts, base64url without padding, joined by dots.',
  RESPONSE_TIMEOUT:
    'Answer faster: within three seconds; look for cold starts and rate limits of the key service.',
  UNKNOWN_ERROR: 'Call the key service as Salesforce would, and see what it answers: keyway key probe.',
};

/** What to do, in sentences. */
export function remedyFor(statusCode: string): string {
  // An org says what it likes: `toString` is no StatusCode of ours.
  for (const remedies of [confirmed, unconfirmed])
    if (Object.hasOwn(remedies, statusCode)) return String(remedies[statusCode]);
  return 'Call the key service as Salesforce would, and see what it answers: keyway key probe.';
}
