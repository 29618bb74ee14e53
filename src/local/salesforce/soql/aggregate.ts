import type { Row, Value } from '../tables.ts';
import type { CheckedAggregate, CheckedQuery } from './checked.ts';
import type { Run } from './run.ts';
import { comparable, compareValues } from './values.ts';

/**
 * GROUP BY and the aggregate functions: one AggregateResult for each group, in the order of the groups' first
 * occurrence.
 *
 * @see SOQL Reference, "Aggregate Functions"
 */
export function aggregateRows(
  rows: readonly Row[],
  query: CheckedQuery,
  run: Run,
): Record<string, unknown>[] {
  const groups = new Map<string, Row[]>();
  if (query.groupBy.length === 0) groups.set('', [...rows]);
  else {
    for (const row of rows) {
      const values = query.groupBy.map((path) => comparable(path.field, run.index.read(row, path)));
      const key = JSON.stringify(values);
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return [...groups.values()].map((group) =>
    Object.fromEntries(
      query.select.map((column) => [
        column.name,
        column.kind === 'field' ? run.index.read(group[0]!, column.path) : aggregate(column, group, run),
      ]),
    ),
  );
}

function aggregate(column: CheckedAggregate, group: readonly Row[], run: Run): Value {
  const { path } = column;
  if (!path) return group.length;
  const values = group.map((row) => run.index.read(row, path)).filter((value) => value !== null);
  switch (column.function) {
    case 'COUNT':
      return values.length;
    case 'COUNT_DISTINCT':
      return new Set(values.map((value) => comparable(path.field, value))).size;
    case 'SUM':
      return values.length === 0 ? null : sum(values);
    case 'AVG':
      return values.length === 0 ? null : sum(values) / values.length;
    default: {
      const sorted = values.sort((a, b) =>
        compareValues(comparable(path.field, a) ?? '', comparable(path.field, b) ?? ''),
      );
      return (column.function === 'MIN' ? sorted[0] : sorted.at(-1)) ?? null;
    }
  }
}

function sum(values: readonly Value[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}
