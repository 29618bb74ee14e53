import { notEmulated } from '../api-error.ts';
import type { DmlContext } from '../sobjects/dml.ts';
import type { StoredSecretMaterial } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { ACTIVE_SECRET_CAN_BE_DESTROYED } from '../uncertain.ts';
import { refused } from './refuse.ts';
import { activateRemote } from './remote.ts';
import { changeTenantSecret, sha256 } from './row.ts';
import { requireHighAssurance } from './step-up.ts';

/**
 * Changes a tenant secret (Object Reference, TenantSecret; salesforce.md, section 6.1): its description; destroying it
 * by SecretValue null; importing a destroyed one by the value that was exported; activating a destroyed remote key.
 */
export const updateTenantSecret = async (
  tx: Transaction,
  id: string,
  written: Row,
  context: DmlContext,
): Promise<void> => {
  requireHighAssurance(tx, context.highAssurance);
  const { SecretValue: value, Status: status, Description: description, ...others } = written;
  const describe = (): void => {
    const row = tx.get('tenantSecret', id) as Row;
    if (description !== undefined) changeTenantSecret(tx, row, { Description: description }, context);
  };
  const row = tx.get('tenantSecret', id) as Row;
  for (const [name, other] of Object.entries(others))
    if (other !== row[name]) throw notEmulated(`changing ${name} of a tenant secret`);
  if (typeof value === 'string') importSecret(tx, row, value, status ?? 'ARCHIVED', context);
  else if (value === null || status === 'DESTROYED') destroy(tx, row, status ?? 'DESTROYED', context);
  else if (status === 'ACTIVE' && row.Source === 'REMOTE' && row.Status === 'DESTROYED')
    await activateRemote(tx, row, context);
  else if (status !== undefined && status !== row.Status) throw statusRefused(row, String(status));
  describe();
};

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
  // One that its owner destroyed is not fetched any more.
  tx.remove('remoteKey', id);
  changeTenantSecret(tx, row, { Status: 'DESTROYED' }, context);
};

/** DESTROYED, then ARCHIVED again: only by the value that was exported, or uploaded; one that was wrapped anew is another (salesforce.md, section 6.1). */
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
