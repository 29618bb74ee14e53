import type { Row, SObjectType } from '../tables.ts';
import type { CheckedQuery } from './checked.ts';
import type { RowIndex } from './paths.ts';

/** The type and id of a record, or of an object nested in it. */
export interface Origin {
  readonly type: SObjectType;
  readonly id: string;
}

/** Stored separately, because a record contains only what was selected, not even its id. */
const origins = new WeakMap<object, Origin>();

/** The type and id of a result's record or of a nested parent, for REST's `attributes`. */
export function originOf(record: object): Origin | undefined {
  return origins.get(record);
}

/** One row as the query's fields, with parents nested under their relationships' names. */
export function projectRow(row: Row, query: CheckedQuery, index: RowIndex): Record<string, unknown> {
  const record = create(query.type, row);
  for (const column of query.select) {
    if (column.kind !== 'field') continue;
    const { steps, field } = column.path;
    let at = record;
    let from: Row | undefined = row;
    for (const step of steps) {
      from = index.find(step.type, from[step.reference.name]);
      if (!from) {
        at[step.name] = null;
        break;
      }
      at[step.name] ??= create(step.type, from);
      at = at[step.name] as Record<string, unknown>;
    }
    if (from) at[field.name] = from[field.name] ?? null;
  }
  return record;
}

function create(type: SObjectType, row: Row): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  origins.set(record, { type, id: String(row.Id) });
  return record;
}
