import { ApiError } from '../api-error.ts';
import { nested } from '../metadata/principal-types.ts';
import { addAccessRow, componentKey, principalReference } from '../metadata/principals.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { requireFields } from './check-fields.ts';
import type { DmlContext } from './dml-context.ts';

/**
 * Grants a principal by row. The permission set's metadata then shows it too (Metadata API Developer Guide,
 * PermissionSet).
 */
export const insertSetupEntityAccess = (
  tx: Transaction,
  row: Row,
  context: Pick<DmlContext, 'userId' | 'now'>,
): string => {
  requireFields(row, ['ParentId', 'SetupEntityId']);
  const parentId = String(row.ParentId);
  const principal = tx.get('principal', String(row.SetupEntityId));
  if (principal === undefined)
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['SetupEntityId']);
  const component = tx.all('component').find(({ id }) => id === parentId);
  if (component === undefined && tx.get('profilePermissionSet', parentId) === undefined)
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['ParentId']);
  const duplicate = tx
    .all('setupEntityAccess')
    .some((other) => other.ParentId === parentId && other.SetupEntityId === principal.id);
  if (duplicate)
    throw new ApiError(
      400,
      'DUPLICATE_VALUE',
      'duplicate value found: SetupEntityId duplicates value on record',
      ['SetupEntityId'],
    );
  if (component) {
    const access = { enabled: true, externalCredentialPrincipal: principalReference(principal) };
    const accesses = [...nested(component.body, 'externalCredentialPrincipalAccesses'), access];
    tx.put('component', componentKey('PermissionSet', component.fullName), {
      ...component,
      body: { ...component.body, externalCredentialPrincipalAccesses: accesses },
      lastModifiedById: context.userId,
      lastModifiedDate: context.now,
    });
  }
  return addAccessRow(tx, parentId, principal.id, context.now);
};

export const deleteSetupEntityAccess = (tx: Transaction, id: string): void => {
  const row = tx.get('setupEntityAccess', id);
  if (row === undefined) return;
  tx.remove('setupEntityAccess', id);
  const component = tx.all('component').find((candidate) => candidate.id === row.ParentId);
  const principal = tx.get('principal', String(row.SetupEntityId));
  if (component === undefined || principal === undefined) return;
  const { externalCredentialPrincipalAccesses: _replaced, ...rest } = component.body;
  const left = nested(component.body, 'externalCredentialPrincipalAccesses').filter(
    (access) => access.externalCredentialPrincipal !== principalReference(principal),
  );
  tx.put('component', componentKey('PermissionSet', component.fullName), {
    ...component,
    body: left.length > 0 ? { ...rest, externalCredentialPrincipalAccesses: left } : rest,
  });
};
