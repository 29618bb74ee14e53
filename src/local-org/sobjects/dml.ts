import { ApiError, notEmulated } from '../api-error.ts';
import { type Faults, unableToLockRow } from '../faults.ts';
import { id18 } from '../ids.ts';
import type { Transaction } from '../store/database.ts';
import type { Row, SObjectType } from '../tables.ts';
import { checkFields } from './check-fields.ts';
import { deletePermissionSet, insertPermissionSet, updatePermissionSet } from './permission-set.ts';
import { deleteAssignment, insertAssignment, updateAssignment } from './permission-set-assignment.ts';
import { rowsOf } from './rows.ts';
import { deleteSetupEntityAccess, insertSetupEntityAccess } from './setup-entity-access.ts';

/** In whose name and when rows are written. */
export interface DmlContext {
  readonly userId: string;
  /** As rows carry it. */
  readonly now: string;
  readonly faults: Faults;
}

const meetFaults = (type: SObjectType, { faults }: DmlContext): void => {
  if (faults.ofRow(type.name)) throw unableToLockRow();
};

/** What each type does when a row is made, changed or deleted; the fields are checked before. */
interface Handlers {
  readonly insert?: (tx: Transaction, row: Row, context: DmlContext) => string;
  readonly update?: (tx: Transaction, id: string, row: Row, context: DmlContext) => void;
  readonly delete?: (tx: Transaction, id: string, context: DmlContext) => void;
}

const HANDLERS: Readonly<Record<string, Handlers>> = {
  PermissionSet: { insert: insertPermissionSet, update: updatePermissionSet, delete: deletePermissionSet },
  PermissionSetAssignment: { insert: insertAssignment, update: updateAssignment, delete: deleteAssignment },
  SetupEntityAccess: { insert: insertSetupEntityAccess, delete: deleteSetupEntityAccess },
};

/** Types whose rows a real org lets be written and the local org does not (yet). */
const NOT_YET: Readonly<Record<string, readonly string[]>> = {
  User: ['insert', 'update'],
  Profile: ['update', 'delete'],
  TenantSecret: ['insert', 'update'],
  Organization: ['update'],
};

const handler = <A extends keyof Handlers>(type: SObjectType, action: A): NonNullable<Handlers[A]> => {
  const found = HANDLERS[type.name]?.[action];
  if (found) return found;
  if (NOT_YET[type.name]?.includes(action)) throw notEmulated(`${action} of ${type.name} rows`);
  const verb = action === 'insert' ? 'create' : action;
  throw new ApiError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${type.name} does not support ${verb}`);
};

/** Makes a row and returns its id. Throws an ApiError with the API's code. */
export const insertRow = (
  tx: Transaction,
  type: SObjectType,
  fields: Readonly<Record<string, unknown>>,
  context: DmlContext,
): string => {
  const insert = handler(type, 'insert');
  meetFaults(type, context);
  return insert(tx, checkFields(type, fields, 'createable'), context);
};

export const updateRow = (
  tx: Transaction,
  type: SObjectType,
  id: string,
  fields: Readonly<Record<string, unknown>>,
  context: DmlContext,
): void => {
  const update = handler(type, 'update');
  requireRow(tx, type, id, context);
  meetFaults(type, context);
  update(tx, id18(id), checkFields(type, fields, 'updateable'), context);
};

export const deleteRow = (tx: Transaction, type: SObjectType, id: string, context: DmlContext): void => {
  const remove = handler(type, 'delete');
  requireRow(tx, type, id, context);
  meetFaults(type, context);
  remove(tx, id18(id), context);
};

const requireRow = (tx: Transaction, type: SObjectType, id: string, context: DmlContext): void => {
  if (!rowsOf(tx, type.name, context.userId).some((row) => row.Id === id18(id)))
    throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
};
