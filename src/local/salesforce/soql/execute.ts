import type { Row, SObjectType, Tables, Value } from '../tables.ts';
import { aggregateRows } from './aggregate.ts';
import type { Bind } from './ast.ts';
import type { CheckedOrder, CheckedQuery } from './checked.ts';
import { SoqlError } from './errors.ts';
import { bindValues, filteredRows } from './filter.ts';
import { RowIndex } from './paths.ts';
import { projectRow } from './project.ts';
import type { Binds, Run } from './run.ts';
import { comparable, compareValues } from './values.ts';

export interface SoqlResult {
  readonly type: SObjectType;
  /** The selected fields by their own names; parents as nested objects or null; aggregates by alias or `expr0`. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Set for `SELECT COUNT()`, which has no records. */
  readonly count?: number;
  /** Whether the records are AggregateResults, which have no id. */
  readonly aggregates: boolean;
}

/** SOQL Reference, "OFFSET". */
const MAX_OFFSET = 2000;

/**
 * Runs a checked query.
 *
 * @throws {SoqlError} if a bind is missing or has the wrong type, or if LIMIT or OFFSET is out of range
 */
export function runQuery(
  query: CheckedQuery,
  tables: Tables,
  binds: Binds | undefined,
  now: () => Date,
): SoqlResult {
  const run: Run = { tables, index: new RowIndex(tables), binds, now };
  const limit = countOf(query.limit, binds) ?? Number.POSITIVE_INFINITY;
  const offset = countOf(query.offset, binds) ?? 0;
  if (offset > MAX_OFFSET) {
    throw new SoqlError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
  const rows = filteredRows(query, run);
  const { type, aggregates } = query;
  if (query.counts) {
    return { type, records: [], count: rows.slice(offset, offset + limit).length, aggregates };
  }
  const sorted = sort(rows, query.orderBy, run);
  if (aggregates) {
    return { type, records: aggregateRows(sorted, query, run).slice(offset, offset + limit), aggregates };
  }
  const records = sorted.slice(offset, offset + limit).map((row) => projectRow(row, query, run.index));
  return { type, records, aggregates };
}

function sort(rows: readonly Row[], orders: readonly CheckedOrder[], run: Run): readonly Row[] {
  if (orders.length === 0) return rows;
  const keyed = rows.map((row) => ({
    row,
    keys: orders.map(({ path }) => sortKey(path.field, run.index.read(row, path))),
  }));
  keyed.sort((a, b) => {
    for (const [i, order] of orders.entries()) {
      const result = compareKeys(a.keys[i] ?? null, b.keys[i] ?? null, order);
      if (result !== 0) return result;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** Picklists sort in the order of their values, and everything else by comparison. */
function sortKey(field: CheckedOrder['path']['field'], value: Value): Value {
  const place = typeof value === 'string' ? (field.picklistValues?.indexOf(value) ?? -1) : -1;
  return place >= 0 ? place : comparable(field, value);
}

function compareKeys(a: Value, b: Value, { descending, nullsLast }: CheckedOrder): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === nullsLast ? 1 : -1;
  }
  // An unknown picklist value comes after the known ones.
  const order = typeof a === typeof b ? compareValues(a, b) : typeof a === 'number' ? -1 : 1;
  return descending ? -order : order;
}

function countOf(given: number | Bind | undefined, binds: Binds | undefined): number | undefined {
  if (given === undefined || typeof given === 'number') return given;
  const [value] = bindValues(given.key, binds);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new SoqlError('MALFORMED_QUERY', `Invalid LIMIT or OFFSET: ${String(value)}`);
}
