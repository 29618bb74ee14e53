import type {
  FieldOrderContext,
  FromNameListContext,
  LimitClauseContext,
  OffsetClauseContext,
  QueryContext,
  SelectEntryContext,
  SoqlFunctionContext,
  SoqlIdContext,
  SubQueryContext,
} from '@apexdevtools/apex-parser';
import type { AggregateFunction, Bind, Order, Position, Query, Selected } from './ast.ts';
import { buildCondition } from './build-condition.ts';
import { bindOf, fieldPath, type Source } from './build-parts.ts';
import { errorAt, notEmulated, words } from './errors.ts';
import { positionOf } from './grammar.ts';

/** SOQL Reference, "Reserved Keywords", and keywords that begin a clause, which the grammar would treat as an alias. */
const reserved = new Set(
  'ALL AND ASC BY DESC EXCLUDES FIRST FOR FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OFFSET OR ORDER SELECT UPDATE USING WHERE WITH'.split(
    ' ',
  ),
);

const aggregates = ['AVG', 'COUNT', 'COUNT_DISTINCT', 'MAX', 'MIN', 'SUM'] as const;

/**
 * Converts the parser's tree to our query.
 *
 * @throws {SoqlError} for each clause that this org doesn't emulate, by its name
 */
export function buildQuery(tree: QueryContext, source: Source): Query {
  const refuse = (node: Parameters<typeof positionOf>[0] | null, what: string): void => {
    if (node) throw notEmulated(positionOf(node), what);
  };
  refuse(tree.usingScope(), 'USING SCOPE');
  refuse(tree.allRowsClause(), 'ALL ROWS');
  refuse(tree.updateList(), 'UPDATE TRACKING and UPDATE VIEWSTAT');
  if (tree.forClauses()?.getText()) refuse(tree.forClauses(), `FOR ${afterFor(tree)}`);
  const mode = tree.withClause();
  // Both modes have the same effect here: the server checks the running user, and field-level security isn't
  // emulated.
  if (mode && !mode.USER_MODE() && !mode.SYSTEM_MODE()) {
    refuse(
      mode,
      mode.SECURITY_ENFORCED() ? 'WITH SECURITY_ENFORCED' : 'WITH DATA CATEGORY and other filters',
    );
  }
  const group = tree.groupByClause();
  if (group?.HAVING()) refuse(group, 'HAVING');
  if (group?.ROLLUP() || group?.CUBE()) refuse(group, 'GROUP BY ROLLUP and CUBE');
  const where = tree.whereClause();
  const limit = tree.limitClause();
  const offset = tree.offsetClause();
  return {
    text: source.text,
    select: tree
      .selectList()
      .selectEntry_list()
      .map((entry) => selected(entry, source)),
    from: from(tree.fromNameList(), source),
    ...(where && {
      where: buildCondition(where.whereLogicalExpression(), { ...source, subquery: buildSubQuery }),
    }),
    groupBy: (group?.fieldGroupByList().fieldGroupBy_list() ?? []).map((entry) => {
      refuse(entry.soqlFunction(), `GROUP BY ${entry.getText()}`);
      return fieldPath(entry.fieldName());
    }),
    orderBy: orders(tree.orderByClause()?.fieldOrderList().fieldOrder_list()),
    ...(limit && { limit: count(limit, source) }),
    ...(offset && { offset: count(offset, source) }),
  };
}

/**
 * A semi-join, which selects one column of another type. SOQL Reference, "Semi-Joins with IN and Anti-Joins with
 * NOT IN".
 */
function buildSubQuery(tree: SubQueryContext, source: Source): Query {
  const position = positionOf(tree);
  if (tree.orderByClause() || tree.limitClause() || tree.updateList() || tree.forClauses()?.getText()) {
    throw notEmulated(position, 'ORDER BY, LIMIT and FOR in a subquery');
  }
  const [entry, second] = tree.subFieldList().subFieldEntry_list();
  if (second || !entry?.fieldName() || entry.soqlId()) {
    const wrong = 'The inner select must select exactly one field';
    throw errorAt('MALFORMED_QUERY', source.text, position, wrong);
  }
  const where = tree.whereClause();
  return {
    text: source.text,
    select: [{ kind: 'field', path: fieldPath(entry.fieldName()) }],
    from: from(tree.fromNameList(), source),
    ...(where && {
      where: buildCondition(where.whereLogicalExpression(), { ...source, subquery: buildSubQuery }),
    }),
    groupBy: [],
    orderBy: [],
  };
}

function selected(entry: SelectEntryContext, source: Source): Selected {
  const position = positionOf(entry);
  if (entry.typeOf()) throw notEmulated(position, 'TYPEOF');
  if (entry.subQuery()) throw notEmulated(position, 'a subquery of child records in SELECT');
  const alias = aliasOf(entry.soqlId(), source);
  const call = entry.soqlFunction();
  if (call) return selectedFunction(call, alias, position);
  return { kind: 'field', path: fieldPath(entry.fieldName()), ...(alias !== undefined && { alias }) };
}

function selectedFunction(
  call: SoqlFunctionContext,
  alias: string | undefined,
  position: Position,
): Selected {
  if (call.FIELDS()) {
    const which = call.soqlFieldsParameter().getText().toUpperCase() as 'ALL' | 'STANDARD' | 'CUSTOM';
    return { kind: 'fields', which, position };
  }
  const name = call.start.text.toUpperCase();
  if (!isAggregate(name)) throw notEmulated(position, `${name}() in SELECT`);
  const field = call.fieldName();
  return {
    kind: 'aggregate',
    function: name,
    ...(field && { path: fieldPath(field) }),
    ...(alias !== undefined && { alias }),
    position,
  };
}

function aliasOf(id: SoqlIdContext | null | undefined, source: Source): string | undefined {
  const alias = id?.getText();
  if (!id || alias === undefined) return undefined;
  if (!reserved.has(alias.toUpperCase())) return alias;
  throw errorAt('MALFORMED_QUERY', source.text, positionOf(id), words.unexpectedToken(alias));
}

function isAggregate(name: string): name is AggregateFunction {
  return (aggregates as readonly string[]).includes(name);
}

function from(tree: FromNameListContext, source: Source): Query['from'] {
  const [name, second] = tree.fieldName_list();
  const position = positionOf(name!);
  if (second) throw notEmulated(positionOf(second), 'several objects in FROM');
  if (name!.soqlId_list().length > 1) {
    throw errorAt('INVALID_TYPE', source.text, position, words.noSuchType(name!.getText()));
  }
  const alias = aliasOf(tree.soqlId_list()[0], source);
  return { name: name!.getText(), ...(alias !== undefined && { alias }), position };
}

function orders(list: readonly FieldOrderContext[] | undefined): Order[] {
  return (list ?? []).map((entry) => {
    const call = entry.soqlFunction();
    if (call) throw notEmulated(positionOf(call), `ORDER BY ${call.getText()}`);
    return {
      path: fieldPath(entry.fieldName()),
      descending: entry.DESC() != null,
      // "By default, null values are sorted first", also in descending order (SOQL Reference, "ORDER BY").
      nullsLast: entry.LAST() != null,
    };
  });
}

function count(clause: LimitClauseContext | OffsetClauseContext, source: Source): number | Bind {
  const bound = clause.boundExpression();
  return bound ? bindOf(bound, source) : Number(clause.IntegerLiteral().getText());
}

function afterFor(tree: QueryContext): string {
  return tree.forClauses().getChild(1)?.getText().toUpperCase() ?? '';
}
