import { ApiError } from '../api-error.ts';
import { keyPrefix } from '../ids.ts';
import { developerNameProblem } from '../metadata/checks/developer-name.ts';
import { removePermissionSet } from '../metadata/delete-component.ts';
import { componentKey } from '../metadata/principals.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { requireFields } from './check-fields.ts';
import type { DmlContext } from './dml-context.ts';

/** A permission set that is created as a row is the same as a deployed one (Object Reference, PermissionSet). */
export const insertPermissionSet = (tx: Transaction, row: Row, context: DmlContext): string => {
  requireFields(row, ['Name', 'Label']);
  const name = String(row.Name);
  const problem = developerNameProblem('PermissionSet', name);
  if (problem) throw new ApiError(400, 'INVALID_FIELD', problem, ['Name']);
  if (tx.get('component', componentKey('PermissionSet', name)))
    throw new ApiError(
      400,
      'DUPLICATE_DEVELOPER_NAME',
      `The name ${name} is already used on component type: Permission Set. Rename existing component.`,
      ['Name'],
    );
  const id = tx.nextId(keyPrefix.PermissionSet);
  tx.put('component', componentKey('PermissionSet', name), {
    type: 'PermissionSet',
    fullName: name,
    id,
    body: bodyOf(row, {}),
    createdById: context.userId,
    createdDate: context.now,
    lastModifiedById: context.userId,
    lastModifiedDate: context.now,
  });
  return id;
};

const bodyOf = (row: Row, before: ComponentBody): ComponentBody => {
  const { description, ...rest } = before;
  const text = row.Description === undefined ? description : row.Description;
  return {
    ...rest,
    ...(typeof text === 'string' ? { description: text } : {}),
    hasActivationRequired: Boolean(row.HasActivationRequired ?? before.hasActivationRequired ?? false),
    label: String(row.Label ?? before.label),
  };
};

const findById = (view: View, id: string): StoredComponent => {
  const found = view.all('component').find((component) => component.id === id);
  if (found === undefined)
    throw new ApiError(
      400,
      'INSUFFICIENT_ACCESS_OR_READONLY',
      "A permission set that belongs to a profile can't be changed",
    );
  return found;
};

export const updatePermissionSet = (tx: Transaction, id: string, row: Row, context: DmlContext): void => {
  const component = findById(tx, id);
  const fullName = String(row.Name ?? component.fullName);
  tx.remove('component', componentKey('PermissionSet', component.fullName));
  tx.put('component', componentKey('PermissionSet', fullName), {
    ...component,
    fullName,
    body: bodyOf(row, component.body),
    lastModifiedById: context.userId,
    lastModifiedDate: context.now,
  });
};

export const deletePermissionSet = (tx: Transaction, id: string): void => {
  const problem = removePermissionSet(tx, findById(tx, id));
  if (problem) throw new ApiError(400, 'DELETE_FAILED', problem);
};
