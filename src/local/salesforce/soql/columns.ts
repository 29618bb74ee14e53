import type { Field, SObjectType } from '../tables.ts';
import type { CheckedQuery } from './checked.ts';

/** One selected column. */
export interface Column {
  /** Its path in a record: `['Parent', 'Name']`; for an aggregate, its alias or `expr0`. */
  readonly path: readonly string[];
  readonly aggregate: boolean;
  /** Its field and the field's type; absent for `COUNT()`. */
  readonly field?: Field;
  readonly owner?: SObjectType;
}

export function columnsOf(query: CheckedQuery): Column[] {
  return query.select.map((selected): Column => {
    const shown = selected.path && { field: selected.path.field, owner: selected.path.owner };
    if (selected.kind === 'aggregate') return { path: [selected.name], aggregate: true, ...shown };
    const path = query.aggregates ? [selected.name] : selected.name.split('.');
    return { path, aggregate: false, ...shown };
  });
}
