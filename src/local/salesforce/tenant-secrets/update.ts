import { notEmulated } from '../api-error.ts';
import { id18 } from '../ids.ts';
import type { DmlContext } from '../sobjects/dml-context.ts';
import type { StoredSecretMaterial } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { ACTIVE_SECRET_CAN_BE_DESTROYED, ARCHIVED_REMOTE_KEY_CAN_BE_ACTIVATED } from '../uncertain.ts';
import { refused } from './refuse.ts';
import { activateRemote, changePath } from './remote.ts';
import { changeTenantSecret, sha256 } from './row.ts';
import { requireHighAssurance } from './step-up.ts';

/**
 * Changes a tenant secret (Object Reference, TenantSecret): its description; destroying it with SecretValue null;
 * importing a destroyed one from its exported value; activating a destroyed remote key, or fetching it through
 * another named credential or certificate.
 */
export const updateTenantSecret = async (
  tx: Transaction,
  id: string,
  written: Row,
  context: DmlContext,
): Promise<void> => {
  requireHighAssurance(tx, context.highAssurance);
  const { SecretValue: value, Status: status, Description: description, ...more } = written;
  const { RemoteKeyServiceId: _service, RemoteKeyCertificate: _certificate, ...others } = more;
  const describe = (): void => {
    const row = tx.get('tenantSecret', id) as Row;
    if (description !== undefined) changeTenantSecret(tx, row, { Description: description }, context);
  };
  const row = tx.get('tenantSecret', id) as Row;
  for (const [name, other] of Object.entries(others))
    if (other !== row[name]) throw notEmulated(`changing ${name} of a tenant secret`);
  const path = pathOf(row, more);
  const isActivated = status === 'ACTIVE' && row.Source === 'REMOTE' && canBeActivated(row);
  const isMore = value !== undefined || (status !== undefined && status !== row.Status);
  if (path !== undefined && !isActivated && isMore)
    throw refused(
      'a tenant secret is fetched by another path or changed, not both at once',
      Object.keys(path),
    );
  if (typeof value === 'string') importSecret(tx, row, value, status ?? 'ARCHIVED', context);
  else if (value === null || status === 'DESTROYED') destroy(tx, row, status ?? 'DESTROYED', context);
  else if (isActivated) await activateRemote(tx, { ...row, ...path }, context);
  else if (path !== undefined) await changePath(tx, row, path, context);
  else if (status !== undefined && status !== row.Status) throw statusRefused(row, String(status));
  describe();
};

/** The new path of a cache-only key; undefined if unchanged. */
const pathOf = (row: Row, { RemoteKeyServiceId, RemoteKeyCertificate }: Row): Row | undefined => {
  const path = {
    ...(RemoteKeyServiceId === undefined ? {} : { RemoteKeyServiceId: fullId(RemoteKeyServiceId) }),
    ...(RemoteKeyCertificate === undefined ? {} : { RemoteKeyCertificate }),
  };
  const changed = Object.entries(path).filter(([name, value]) => value !== row[name]);
  if (changed.length === 0) return undefined;
  const names = changed.map(([name]) => name);
  if (row.Source !== 'REMOTE')
    throw refused(`a tenant secret of source ${row.Source} has no ${names[0]}`, names);
  return Object.fromEntries(changed);
};

const fullId = (id: Row[string] | undefined): Row[string] =>
  typeof id === 'string' ? id18(id) : (id ?? null);

const canBeActivated = ({ Status }: Row): boolean =>
  Status === 'DESTROYED' || (Status === 'ARCHIVED' && ARCHIVED_REMOTE_KEY_CAN_BE_ACTIVATED);

const statusRefused = (row: Row, status: string) =>
  refused(`a tenant secret of source ${row.Source} that is ${row.Status} can't be made ${status}`, [
    'Status',
  ]);

/** "Once you destroy a tenant secret, related data is not accessible" (Object Reference, TenantSecret). */
const destroy = (tx: Transaction, row: Row, status: unknown, context: DmlContext): void => {
  if (status !== 'DESTROYED') throw refused(`a tenant secret without a value can't be ${status}`, ['Status']);
  if (row.Status === 'ACTIVE' && !ACTIVE_SECRET_CAN_BE_DESTROYED)
    throw refused(`version ${row.Version} is active; only an archived tenant secret can be destroyed`, [
      'Status',
    ]);
  const id = String(row.Id);
  const material = tx.get('secretMaterial', id);
  if (material) tx.put('secretMaterial', id, { ...material, wrapped: null });
  // A destroyed key is no longer fetched.
  tx.remove('remoteKey', id);
  changeTenantSecret(tx, row, { Status: 'DESTROYED' }, context);
};

/**
 * Makes a DESTROYED secret ARCHIVED again, only from the value that was exported or uploaded. A newly wrapped value
 * counts as another one (Object Reference, TenantSecret).
 */
const importSecret = (
  tx: Transaction,
  row: Row,
  value: string,
  status: unknown,
  context: DmlContext,
): void => {
  const id = String(row.Id);
  const material = tx.get('secretMaterial', id) as StoredSecretMaterial | undefined;
  if (row.Status !== 'DESTROYED' || material === undefined)
    throw refused(`version ${row.Version} is ${row.Status}; only a destroyed value can be imported`, [
      'SecretValue',
    ]);
  if (status !== 'ARCHIVED') throw refused('an imported tenant secret becomes ARCHIVED', ['Status']);
  if (sha256(Buffer.from(value, 'base64')) !== material.wrappedHash)
    throw refused(`the value is not the one that version ${row.Version} was exported or uploaded with`, [
      'SecretValue',
    ]);
  tx.put('secretMaterial', id, { ...material, wrapped: value });
  changeTenantSecret(tx, row, { Status: 'ARCHIVED' }, context);
};
