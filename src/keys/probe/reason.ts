/** What stands in the way of a connection or an answer, in words; Node's code where there are none. */
export function reasonOf(code: string): string {
  // OpenSSL names these differently by version.
  if (code.endsWith('ALERT_CERTIFICATE_REQUIRED')) return 'the service asks for a client certificate';
  if (code.endsWith('ALERT_HANDSHAKE_FAILURE'))
    return 'the service breaks off, as one does that asks for a client certificate';
  if (code === 'EPROTO' || code.endsWith('WRONG_VERSION_NUMBER')) return 'what comes is not TLS';
  return (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? code;
}

/** Node's and OpenSSL's names. */
const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has ended',
  CERT_REVOKED: 'its certificate is revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  EAI_AGAIN: 'its name is not answered for just now',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut off',
  EHOSTUNREACH: 'no way to this host',
  ENETUNREACH: 'no way to its network',
  ENOTFOUND: 'its name is not known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ETIMEDOUT: 'no connection in time',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority of its certificate is one of its own',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority of its certificate is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'it does not send the certificates between its own and an authority known here',
  upgrade: 'the service changes to another protocol',
};
