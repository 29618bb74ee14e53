import { ApiError } from '../api-error.ts';
import type { Org } from '../org.ts';
import { fetchRemoteKey } from '../remote-keys/fetch.ts';
import { RemoteKeyProblem } from '../remote-keys/problem.ts';
import type { View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { OVER_CERTIFICATE_OPENS_KEPT_KEYS, TENANT_SECRET_REFUSED_CODE } from '../uncertain.ts';
import { keyCertificate } from './key-certificate.ts';

/**
 * Fetches the key of a row again, and opens it with the certificate that it was created with. Throws like
 * fetchRemoteKey.
 */
export const fetchKeyOf = async (org: Org, view: View, row: Row, at: number): Promise<void> => {
  const certificate = String(row.RemoteKeyCertificate);
  const asOf = OVER_CERTIFICATE_OPENS_KEPT_KEYS ? 0 : at;
  const privateKey = keyCertificate(view, certificate, 'RemoteKeyCertificate', asOf);
  await fetchRemoteKey(org, view, { ...partsOf(view, row), privateKey }, at);
};

/**
 * Fetches and opens the future key of a row. The certificate must be one for customer-supplied keys. Throws an
 * ApiError.
 */
export const proveKeyOf = async (org: Org, view: View, row: Row): Promise<void> => {
  const certificate = String(row.RemoteKeyCertificate);
  const now = org.clock.now();
  const parts = partsOf(view, row);
  const privateKey = keyCertificate(view, certificate, 'RemoteKeyCertificate', now);
  try {
    await fetchRemoteKey(org, view, { ...parts, privateKey }, now);
  } catch (error) {
    if (!(error instanceof RemoteKeyProblem)) throw error;
    throw new ApiError(400, TENANT_SECRET_REFUSED_CODE, `${error.statusCode}: ${error.message}`, [
      'RemoteKeyIdentifier',
    ]);
  }
};

const partsOf = (view: View, row: Row) => {
  const service = view
    .all('component')
    .find(({ type, id }) => type === 'NamedCredential' && id === row.RemoteKeyServiceId);
  if (service === undefined)
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [
      'RemoteKeyServiceId',
    ]);
  return {
    tenantSecretId: (row.Id as string | undefined) ?? null,
    identifier: String(row.RemoteKeyIdentifier),
    namedCredential: service.fullName,
  };
};
