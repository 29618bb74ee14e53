import { ApiError } from '../api-error.ts';
import { keyPrefix } from '../ids.ts';
import { nested } from '../metadata/principal-types.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { AUTOPROC_LICENSE_PERMISSIONS, LICENSE_REFUSAL_CODE, licenseRefusal } from '../uncertain.ts';
import { requireFields } from './check-fields.ts';
import type { DmlContext } from './dml-context.ts';

const crossReference = (field: string): ApiError =>
  new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field]);

/** Object Reference, PermissionSetAssignment. The duplicate's message is from answers of real orgs. */
export const insertAssignment = (tx: Transaction, row: Row, context: Pick<DmlContext, 'now'>): string => {
  requireFields(row, ['AssigneeId', 'PermissionSetId']);
  const assigneeId = String(row.AssigneeId);
  const permissionSetId = String(row.PermissionSetId);
  const assignee = tx.get('user', assigneeId);
  if (assignee === undefined || assignee.IsActive !== true) throw crossReference('AssigneeId');
  const component = tx
    .all('component')
    .find(({ id, type }) => id === permissionSetId && type === 'PermissionSet');
  if (component === undefined) throw crossReference('PermissionSetId');
  const duplicate = tx
    .all('permissionSetAssignment')
    .some((other) => other.AssigneeId === assigneeId && other.PermissionSetId === permissionSetId);
  if (duplicate)
    throw new ApiError(
      400,
      'DUPLICATE_VALUE',
      `Duplicate PermissionSetAssignment. Assignee: ${assigneeId}; Permission Set: ${permissionSetId}`,
      ['AssigneeId', 'PermissionSetId'],
    );
  checkLicense(assignee, component);
  const id = tx.nextId(keyPrefix.PermissionSetAssignment);
  tx.put('permissionSetAssignment', id, {
    Id: id,
    AssigneeId: assigneeId,
    PermissionSetId: permissionSetId,
    PermissionSetGroupId: null,
    ExpirationDate: row.ExpirationDate ?? null,
    IsActive: true,
    IsRevoked: false,
    SystemModstamp: context.now,
  });
  return id;
};

/** The Automated Process user's license allows little. Refuses a set with its own license, or with more permissions. */
const checkLicense = (assignee: Row, component: StoredComponent): void => {
  if (assignee.UserType !== 'AutomatedProcess') return;
  const refused = nested(component.body, 'userPermissions').find(
    ({ name }) => !AUTOPROC_LICENSE_PERMISSIONS.includes(String(name)),
  );
  const what = refused ? String(refused.name) : component.body.license;
  if (typeof what === 'string')
    throw new ApiError(400, LICENSE_REFUSAL_CODE, licenseRefusal(component.fullName, what), [
      'PermissionSetId',
    ]);
};

export const updateAssignment = (tx: Transaction, id: string, row: Row, context: DmlContext): void => {
  const known = tx.get('permissionSetAssignment', id);
  if (known) tx.put('permissionSetAssignment', id, { ...known, ...row, SystemModstamp: context.now });
};

export const deleteAssignment = (tx: Transaction, id: string): void => {
  const row = tx.get('permissionSetAssignment', id);
  if (row && tx.get('profilePermissionSet', String(row.PermissionSetId)))
    throw new ApiError(
      400,
      'INSUFFICIENT_ACCESS_OR_READONLY',
      "A user's assignment of its profile's permission set can't be deleted",
    );
  tx.remove('permissionSetAssignment', id);
};
