import { encryptionKeySetting } from '../metadata/settings.ts';
import { requireFields } from '../sobjects/check-fields.ts';
import type { DmlContext } from '../sobjects/dml-context.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { REMOTE_KEY_DERIVATION } from '../uncertain.ts';
import { proveKeyOf } from './fetch-key.ts';
import { refused } from './refuse.ts';
import { addTenantSecret, archiveActive, changeTenantSecret } from './row.ts';
import { ROOT_KEY_TYPES } from './uploaded.ts';

/**
 * Creates a cache-only key if the org can fetch and decrypt it; otherwise creates nothing (Salesforce Help,
 * Cache-Only Key Service: "If Salesforce can't reach the specified endpoint, it displays an error").
 *
 * @returns its id
 */
export const insertRemote = async (tx: Transaction, row: Row, context: DmlContext): Promise<string> => {
  const type = String(row.Type);
  requireFields(row, ['RemoteKeyIdentifier', 'RemoteKeyServiceId', 'RemoteKeyCertificate']);
  if (!encryptionKeySetting(tx, 'enableCacheOnlyKeys'))
    throw refused('the setting enableCacheOnlyKeys is off', ['Source']);
  if (ROOT_KEY_TYPES.includes(type)) throw refused(`${type} keys can't be cache-only`, ['Type']);
  // "An active Data key must exist first".
  if (!tx.all('tenantSecret').some((other) => other.Type === 'Data' && other.Status === 'ACTIVE'))
    throw refused('there is no active tenant secret of type Data', ['Source']);
  if (!/^[A-Za-z0-9._-]+$/.test(String(row.RemoteKeyIdentifier)))
    throw refused('RemoteKeyIdentifier holds letters, digits, ".", "-" and "_"', ['RemoteKeyIdentifier']);
  await proveKeyOf(context.org, tx, row);
  const id = addTenantSecret(
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
  markFetched(tx, id, context.org.clock.now());
  return id;
};

/**
 * "You can activate your key material through Setup or the API" (Considerations for Cache-Only Keys). The key is
 * fetched first.
 */
export const activateRemote = async (tx: Transaction, row: Row, context: DmlContext): Promise<void> => {
  await proveKeyOf(context.org, tx, row);
  markFetched(tx, String(row.Id), context.org.clock.now());
  archiveActive(tx, String(row.Type), context);
  changeTenantSecret(tx, row, { Status: 'ACTIVE' }, context);
};

/** Accepts another named credential or certificate after the key was fetched through it. The key stays the same. */
export const changePath = async (
  tx: Transaction,
  row: Row,
  path: Row,
  context: DmlContext,
): Promise<void> => {
  const changed = { ...row, ...path };
  await proveKeyOf(context.org, tx, changed);
  if (row.Status !== 'DESTROYED') markFetched(tx, String(row.Id), context.org.clock.now());
  changeTenantSecret(tx, changed, {}, context);
};

/** Adds the key to the org's cache. */
const markFetched = (tx: Transaction, tenantSecretId: string, now: number): void =>
  tx.put('remoteKey', tenantSecretId, { tenantSecretId, fetched: now, tried: now });
