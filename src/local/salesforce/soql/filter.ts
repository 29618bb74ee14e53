import type { Field, Row, Value } from '../tables.ts';
import type { Literal, Operator } from './ast.ts';
import { checkLiteral } from './check-condition.ts';
import type { CheckedComparison, CheckedCondition, CheckedQuery } from './checked.ts';
import { type Range, rangeOfDateLiteral } from './dates.ts';
import { SoqlError, words } from './errors.ts';
import type { Binds, Run } from './run.ts';
import { comparable, comparableId, compareValues, likeMatcher } from './values.ts';

type Predicate = (row: Row) => boolean;

/**
 * WHERE as a test of one row, with the current values of binds and date literals.
 *
 * Two-valued, like SOQL: `!=` and NOT are true for rows whose field is null.
 */
function predicateOf(condition: CheckedCondition, run: Run): Predicate {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.conditions.map((part) => predicateOf(part, run));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = condition.conditions.map((part) => predicateOf(part, run));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = predicateOf(condition.condition, run);
      return (row) => !part(row);
    }
    case 'compare': {
      const test = testOf(condition, run);
      return (row) => test(run.index.read(row, condition.path));
    }
  }
}

function testOf({ path, operator, operand }: CheckedComparison, run: Run): (value: Value) => boolean {
  const { field } = path;
  if (operator === 'IN' || operator === 'NOT IN') {
    const wanted = operator === 'IN';
    if (operand.kind === 'subquery') {
      const ids = selectedIds(operand.query, run);
      return (value) => (typeof value === 'string' && ids.has(comparableId(value))) === wanted;
    }
    const literals = operand.kind === 'list' ? operand.values : [operand];
    const tests = literals
      .flatMap((literal) => valuesOf(field, literal, run.binds))
      .map((literal) => comparisonTest(field, '=', literal, run));
    return (value) => tests.some((test) => test(value)) === wanted;
  }
  // The checker allows only one literal here.
  const [literal, second] = valuesOf(field, operand as Literal, run.binds);
  if (!literal || second) {
    const wrong = `bind expression of field '${field.name}' must be one value with operator ${operator}`;
    throw new SoqlError('MALFORMED_QUERY', wrong);
  }
  return comparisonTest(field, operator, literal, run);
}

/** The rows of a query's type that match its WHERE. */
export function filteredRows(query: CheckedQuery, run: Run): readonly Row[] {
  const rows = run.tables.rows(query.type);
  return query.where ? rows.filter(predicateOf(query.where, run)) : rows;
}

/** The only column of a semi-join, as comparable ids. */
function selectedIds(query: CheckedQuery, run: Run): ReadonlySet<string> {
  const column = query.select[0];
  if (column?.kind !== 'field') return new Set();
  const values = filteredRows(query, run).map((row) => run.index.read(row, column.path));
  return new Set(values.filter((value) => typeof value === 'string').map(comparableId));
}

function comparisonTest(
  field: Field,
  operator: Operator,
  literal: Literal,
  run: Run,
): (value: Value) => boolean {
  if (operator === 'LIKE') {
    if (literal.kind !== 'string') return () => false;
    const match = likeMatcher(literal.pattern);
    return (value) => typeof value === 'string' && match(value);
  }
  if (literal.kind === 'dateLiteral') {
    const range = rangeOfDateLiteral(literal.name, literal.count, run.now())!;
    return (value) => inRange(comparable(field, value), operator, range);
  }
  const wanted = comparable(field, plain(literal));
  return (value) => compares(comparable(field, value), operator, wanted);
}

function compares(value: Value, operator: Operator, wanted: Value): boolean {
  if (operator === '=') return value === wanted;
  if (operator === '!=') return value !== wanted;
  if (value === null || wanted === null) return false;
  const order = compareValues(value, wanted);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function inRange(value: Value, operator: Operator, { start, end }: Range): boolean {
  if (typeof value !== 'number') return operator === '!=';
  switch (operator) {
    case '=':
      return value >= start && value < end;
    case '!=':
      return value < start || value >= end;
    case '<':
      return value < start;
    case '<=':
      return value < end;
    case '>':
      return value >= end;
    default:
      return value >= start;
  }
}

function plain(literal: Literal): Value {
  switch (literal.kind) {
    case 'boolean':
    case 'number':
    case 'string':
      return literal.value;
    case 'date':
    case 'datetime':
      return literal.text;
    default:
      return null;
  }
}

/** A literal unchanged; a bind as the literals for its value, checked like those against the field. */
function valuesOf(field: Field, literal: Literal, binds: Binds | undefined): Literal[] {
  if (literal.kind !== 'bind') return [literal];
  return bindValues(literal.key, binds).map((value) => {
    const given = literalOf(field, value);
    checkLiteral(field, given, (code, message) => new SoqlError(code, message));
    return given;
  });
}

export function bindValues(key: string, binds: Binds | undefined): readonly Value[] {
  if (!binds) throw new SoqlError('MALFORMED_QUERY', words.bindsInApexOnly);
  const value = Object.hasOwn(binds, key) ? binds[key] : undefined;
  if (value === undefined) throw new SoqlError('MALFORMED_QUERY', `Variable does not exist: ${key}`);
  return typeof value === 'object' && value !== null ? value : [value];
}

function literalOf(field: Field, value: Value): Literal {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  return field.type === 'datetime'
    ? { kind: 'datetime', text: value }
    : { kind: 'string', value, pattern: value };
}
