import { ApiError } from '../api-error.ts';
import { encryptionKeySetting } from '../metadata/settings.ts';
import { fetchRemoteKey } from '../remote-keys/fetch.ts';
import { RemoteKeyProblem } from '../remote-keys/problem.ts';
import { requireFields } from '../sobjects/check-fields.ts';
import type { DmlContext } from '../sobjects/dml.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { REMOTE_KEY_DERIVATION, TENANT_SECRET_REFUSED_CODE } from '../uncertain.ts';
import { keyCertificate } from './key-certificate.ts';
import { refused } from './refuse.ts';
import { addTenantSecret, archiveActive, changeTenantSecret } from './row.ts';
import { ROOT_KEY_TYPES } from './uploaded.ts';

/**
 * Makes a cache-only key: it becomes active if the org can fetch and decrypt it, and otherwise there is none
 * (cache-only-keys-with-named-credentials.txt, section 6: "If Salesforce can't reach the specified endpoint, it
 * displays an error").
 *
 * @returns its id
 */
export const insertRemote = async (tx: Transaction, row: Row, context: DmlContext): Promise<string> => {
  const type = String(row.Type);
  requireFields(row, ['RemoteKeyIdentifier', 'RemoteKeyServiceId', 'RemoteKeyCertificate']);
  if (!encryptionKeySetting(tx, 'enableCacheOnlyKeys'))
    throw refused('the setting enableCacheOnlyKeys is off', ['Source']);
  if (ROOT_KEY_TYPES.includes(type)) throw refused(`${type} keys can't be cache-only`, ['Type']);
  // "An active Data key must exist first" (salesforce.md, section 10).
  if (!tx.all('tenantSecret').some((other) => other.Type === 'Data' && other.Status === 'ACTIVE'))
    throw refused('there is no active tenant secret of type Data', ['Source']);
  if (!/^[A-Za-z0-9._-]+$/.test(String(row.RemoteKeyIdentifier)))
    throw refused('RemoteKeyIdentifier holds letters, digits, ".", "-" and "_"', ['RemoteKeyIdentifier']);
  await fetchFor(tx, row, context);
  return addTenantSecret(
    tx,
    {
      Type: type,
      Source: 'REMOTE',
      Description: row.Description ?? null,
      KeyDerivationMode: REMOTE_KEY_DERIVATION,
      RemoteKeyIdentifier: row.RemoteKeyIdentifier as string,
      RemoteKeyServiceId: row.RemoteKeyServiceId as string,
      RemoteKeyCertificate: row.RemoteKeyCertificate as string,
    },
    context,
  );
};

/** "You can activate your key material through Setup or the API" (Considerations for Cache-Only Keys): it is fetched first. */
export const activateRemote = async (tx: Transaction, row: Row, context: DmlContext): Promise<void> => {
  await fetchFor(tx, row, context);
  archiveActive(tx, String(row.Type), context);
  changeTenantSecret(tx, row, { Status: 'ACTIVE' }, context);
};

/** The key that a row names, fetched and opened. Throws an ApiError. */
const fetchFor = async (tx: Transaction, row: Row, { org }: DmlContext): Promise<void> => {
  const service = tx
    .all('component')
    .find(({ type, id }) => type === 'NamedCredential' && id === row.RemoteKeyServiceId);
  if (service === undefined)
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [
      'RemoteKeyServiceId',
    ]);
  const certificate = String(row.RemoteKeyCertificate);
  const privateKey = keyCertificate(tx, certificate, 'RemoteKeyCertificate', org.clock.now());
  try {
    await fetchRemoteKey(org, tx, {
      tenantSecretId: (row.Id as string | undefined) ?? null,
      identifier: String(row.RemoteKeyIdentifier),
      namedCredential: service.fullName,
      privateKey,
    });
  } catch (error) {
    if (!(error instanceof RemoteKeyProblem)) throw error;
    throw new ApiError(400, TENANT_SECRET_REFUSED_CODE, `${error.statusCode}: ${error.message}`, [
      'RemoteKeyIdentifier',
    ]);
  }
};
