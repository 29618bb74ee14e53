/** Why a connection or an answer failed, in words; Node's code if there are none. */
export function reasonOf(code: string): string {
  // OpenSSL's names differ by version.
  if (code.endsWith('ALERT_CERTIFICATE_REQUIRED')) return 'the service requires a client certificate';
  if (code.endsWith('ALERT_HANDSHAKE_FAILURE'))
    return 'the service disconnects, as if it required a client certificate';
  if (code === 'EPROTO' || code.endsWith('WRONG_VERSION_NUMBER')) return "the service doesn't speak TLS";
  return (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? code;
}

/** Node's and OpenSSL's names. */
const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_REVOKED: 'its certificate is revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  EAI_AGAIN: 'DNS has no answer at the moment',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  ENOTFOUND: 'its name is unknown',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ETIMEDOUT: 'no connection in time',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is from a private authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority of its certificate is unknown here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "it doesn't send the certificates between its own and a trusted authority",
  upgrade: 'the service switched to another protocol',
};
