import type { SObjectType, Tables } from '../tables.ts';
import type { AggregateFunction, Query, Selected } from './ast.ts';
import { checkCondition } from './check-condition.ts';
import type { CheckedOrder, CheckedQuery, CheckedSelected } from './checked.ts';
import { errorAt, SoqlError, words } from './errors.ts';
import { type ResolvedPath, resolvePath } from './paths.ts';

/**
 * Looks up every name of a query.
 *
 * @throws {SoqlError} `INVALID_TYPE`, `INVALID_FIELD`, `MALFORMED_QUERY`
 */
export function checkQuery(query: Query, tables: Tables): CheckedQuery {
  const type = tables.type(query.from.name);
  if (!type) {
    throw errorAt('INVALID_TYPE', query.text, query.from.position, words.noSuchType(query.from.name));
  }
  const scope = { query, type, tables };
  const first = query.select[0];
  const counts = query.select.length === 1 && first?.kind === 'aggregate' && isCount(first);
  const aggregates =
    !counts && (query.groupBy.length > 0 || query.select.some((s) => s.kind === 'aggregate'));
  const select = counts ? [] : checkSelect(scope, aggregates);
  const groupBy = query.groupBy.map((path) => {
    const resolved = resolvePath(path, scope);
    if (resolved.field.filterable === false) {
      throw errorAt('INVALID_FIELD', query.text, path.position, words.notGroupable(resolved.field.name));
    }
    return resolved;
  });
  const orderBy = query.orderBy.map((order) => {
    const resolved = resolvePath(order.path, scope);
    if (resolved.field.filterable === false) {
      throw errorAt('INVALID_FIELD', query.text, order.path.position, words.notSortable(resolved.field.name));
    }
    return { ...order, path: resolved };
  });
  if (aggregates) checkGrouping(query, select, groupBy, orderBy);
  return {
    text: query.text,
    type,
    select,
    ...(query.where && {
      where: checkCondition(query.where, { ...scope, subquery: (inner) => checkQuery(inner, tables) }),
    }),
    groupBy,
    orderBy,
    ...(query.limit !== undefined && { limit: query.limit }),
    ...(query.offset !== undefined && { offset: query.offset }),
    counts,
    aggregates,
  };
}

interface Scope {
  readonly query: Query;
  readonly type: SObjectType;
  readonly tables: Tables;
}

function checkSelect(scope: Scope, aggregates: boolean): CheckedSelected[] {
  const { query } = scope;
  let unnamed = 0;
  const selected = query.select.flatMap((entry): CheckedSelected[] => {
    if (entry.kind === 'fields') return allFields(entry, scope);
    if (entry.kind === 'field') {
      if (entry.alias !== undefined && !aggregates) {
        const wrong = 'only aggregate expressions use field aliasing';
        throw errorAt('MALFORMED_QUERY', query.text, entry.path.position, wrong);
      }
      const path = resolvePath(entry.path, scope);
      return [{ kind: 'field', path, name: aggregates ? (entry.alias ?? path.field.name) : path.key }];
    }
    const path = entry.path && resolvePath(entry.path, scope);
    const name = entry.alias ?? `expr${unnamed++}`;
    if (path) checkAggregated(entry.function, path, entry, query);
    return [{ kind: 'aggregate', function: entry.function, ...(path && { path }), name }];
  });
  const seen = new Set<string>();
  for (const { name } of selected) {
    if (seen.has(name.toLowerCase())) {
      const wrong = aggregates ? words.duplicateAlias(name) : words.duplicateField(name);
      throw new SoqlError('MALFORMED_QUERY', wrong);
    }
    seen.add(name.toLowerCase());
  }
  return selected;
}

/** SOQL Reference, "FIELDS()": ALL and CUSTOM only with LIMIT 200 or less. */
function allFields(entry: Extract<Selected, { kind: 'fields' }>, scope: Scope): CheckedSelected[] {
  const { limit } = scope.query;
  if (entry.which !== 'STANDARD' && !(typeof limit === 'number' && limit <= 200)) {
    throw new SoqlError('MALFORMED_QUERY', 'The SOQL FIELDS function must have a LIMIT of at most 200');
  }
  return scope.type.fields
    .filter(({ name }) => entry.which === 'ALL' || name.endsWith('__c') === (entry.which === 'CUSTOM'))
    .map((field) => ({
      kind: 'field',
      path: { steps: [], field, owner: scope.type, key: field.name },
      name: field.name,
    }));
}

function checkAggregated(
  name: AggregateFunction,
  path: ResolvedPath,
  entry: Extract<Selected, { kind: 'aggregate' }>,
  query: Query,
): void {
  const { type, filterable } = path.field;
  const number = type === 'int' || type === 'double';
  const fits = name === 'SUM' || name === 'AVG' ? number : type !== 'boolean' && filterable !== false;
  if (fits || (name === 'COUNT' && filterable !== false)) return;
  const wrong = `field ${path.field.name} does not support aggregate operator ${name}`;
  throw errorAt('MALFORMED_QUERY', query.text, entry.position, wrong);
}

function checkGrouping(
  query: Query,
  select: readonly CheckedSelected[],
  groupBy: readonly ResolvedPath[],
  orderBy: readonly CheckedOrder[],
): void {
  const grouped = new Set(groupBy.map(({ key }) => key));
  const alone = [
    ...select.flatMap((s) => (s.kind === 'field' ? [s.path] : [])),
    ...orderBy.map((o) => o.path),
  ];
  const missing = alone.find(({ key }) => !grouped.has(key));
  if (missing) throw new SoqlError('MALFORMED_QUERY', words.mustBeGrouped(missing.key));
  if (groupBy.length === 0 && query.limit !== undefined) {
    const wrong = 'Non-grouped query that uses overall aggregate functions cannot also use LIMIT';
    throw new SoqlError('MALFORMED_QUERY', wrong);
  }
}

function isCount(entry: Extract<Selected, { kind: 'aggregate' }>): boolean {
  return entry.function === 'COUNT' && !entry.path && entry.alias === undefined;
}
