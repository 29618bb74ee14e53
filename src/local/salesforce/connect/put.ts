import { ApiError } from '../api-error.ts';
import { restDatetime } from '../clock.ts';
import { removeComponent } from '../metadata/delete-component.ts';
import { componentKey } from '../metadata/principals.ts';
import { ComponentProblem } from '../metadata/problem.ts';
import { putComponent } from '../metadata/put-component.ts';
import { type MetadataType, metadataType } from '../metadata/types.ts';
import type { Org } from '../org.ts';
import { auditComponent } from '../setup-audit-trail.ts';
import type { ComponentBody, ComponentType, StoredComponent } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import { CONNECT_REFUSED_CODE } from '../uncertain.ts';

/** Stores a component from Connect REST by the same rules as a deploy. Throws an ApiError. */
export const put = (
  org: Org,
  tx: Transaction,
  type: ComponentType,
  fullName: string,
  body: ComponentBody,
  userId: string,
): StoredComponent => {
  try {
    const author = { userId, now: restDatetime(org.clock.now()) };
    const parsed = { body, elements: () => [] };
    const { created, changed } = putComponent(
      tx,
      metadataType(type) as MetadataType,
      fullName,
      parsed,
      author,
    );
    if (changed) auditComponent(tx, type, fullName, created ? 'Created' : 'Changed', author);
  } catch (error) {
    if (error instanceof ComponentProblem) throw new ApiError(400, CONNECT_REFUSED_CODE, error.message);
    throw error;
  }
  return tx.get('component', componentKey(type, fullName)) as StoredComponent;
};

/** Deletes a component, unless another one refers to it. Throws an ApiError. */
export const remove = (org: Org, tx: Transaction, component: StoredComponent, userId: string): void => {
  const problem = removeComponent(tx, component);
  if (problem !== undefined) throw new ApiError(400, 'DELETE_FAILED', problem);
  const author = { userId, now: restDatetime(org.clock.now()) };
  auditComponent(tx, component.type, component.fullName, 'Deleted', author);
};

/** The fields of an object that are set. */
export const definedFields = (fields: Readonly<Record<string, unknown>>): ComponentBody =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as ComponentBody;
