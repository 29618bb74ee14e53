import { ApiError, notEmulated } from '../api-error.ts';
import { unableToLockRow } from '../faults.ts';
import { id18 } from '../ids.ts';
import { auditAssignment } from '../setup-audit-trail.ts';
import type { Transaction } from '../store/database.ts';
import type { Row, SObjectType } from '../tables.ts';
import { insertTenantSecret } from '../tenant-secrets/insert.ts';
import { updateTenantSecret } from '../tenant-secrets/update.ts';
import { checkFields } from './check-fields.ts';
import type { DmlContext } from './dml-context.ts';
import { deletePermissionSet, insertPermissionSet, updatePermissionSet } from './permission-set.ts';
import { deleteAssignment, insertAssignment, updateAssignment } from './permission-set-assignment.ts';
import { rowsOf } from './rows.ts';
import { deleteSetupEntityAccess, insertSetupEntityAccess } from './setup-entity-access.ts';

const applyFaults = (type: SObjectType, { org }: DmlContext): void => {
  if (org.faults.ofRow(type.name)) throw unableToLockRow();
};

/** The effects of creating, changing or deleting a row of each type. Its fields have been checked already. */
interface Handlers {
  /** For cache-only keys, waits for the callout. */
  readonly insert?: (tx: Transaction, row: Row, context: DmlContext) => string | Promise<string>;
  readonly update?: (tx: Transaction, id: string, row: Row, context: DmlContext) => void | Promise<void>;
  readonly delete?: (tx: Transaction, id: string, context: DmlContext) => void;
}

const HANDLERS: Readonly<Record<string, Handlers>> = {
  PermissionSet: { insert: insertPermissionSet, update: updatePermissionSet, delete: deletePermissionSet },
  PermissionSetAssignment: {
    insert: (tx, row, context) => {
      const id = insertAssignment(tx, row, context);
      auditAssignment(tx, tx.get('permissionSetAssignment', id), 'assigned', context);
      return id;
    },
    update: updateAssignment,
    delete: (tx, id, context) => {
      const row = tx.get('permissionSetAssignment', id);
      deleteAssignment(tx, id);
      auditAssignment(tx, row, 'unassigned', context);
    },
  },
  SetupEntityAccess: { insert: insertSetupEntityAccess, delete: deleteSetupEntityAccess },
  TenantSecret: { insert: insertTenantSecret, update: updateTenantSecret },
};

/** Types with operations that a real org supports and the local org doesn't (yet). */
const NOT_YET: Readonly<Record<string, readonly string[]>> = {
  User: ['insert', 'update'],
  Profile: ['update', 'delete'],
  Organization: ['update'],
};

const handler = <A extends keyof Handlers>(type: SObjectType, action: A): NonNullable<Handlers[A]> => {
  const found = HANDLERS[type.name]?.[action];
  if (found) return found;
  if (NOT_YET[type.name]?.includes(action)) throw notEmulated(`${action} of ${type.name} rows`);
  const verb = action === 'insert' ? 'create' : action;
  throw new ApiError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${type.name} does not support ${verb}`);
};

/** Creates a row and returns its id. Throws an ApiError with the API's code. */
export const insertRow = async (
  tx: Transaction,
  type: SObjectType,
  fields: Readonly<Record<string, unknown>>,
  context: DmlContext,
): Promise<string> => {
  const insert = handler(type, 'insert');
  applyFaults(type, context);
  return insert(tx, checkFields(type, fields, 'createable', context.apiVersion), context);
};

export const updateRow = async (
  tx: Transaction,
  type: SObjectType,
  id: string,
  fields: Readonly<Record<string, unknown>>,
  context: DmlContext,
): Promise<void> => {
  const update = handler(type, 'update');
  requireRow(tx, type, id, context);
  applyFaults(type, context);
  await update(tx, id18(id), checkFields(type, fields, 'updateable', context.apiVersion), context);
};

export const deleteRow = (tx: Transaction, type: SObjectType, id: string, context: DmlContext): void => {
  const remove = handler(type, 'delete');
  requireRow(tx, type, id, context);
  applyFaults(type, context);
  remove(tx, id18(id), context);
};

const requireRow = (tx: Transaction, type: SObjectType, id: string, context: DmlContext): void => {
  if (!rowsOf(tx, type.name, context.userId).some((row) => row.Id === id18(id)))
    throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
};
