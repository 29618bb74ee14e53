import type { Field, SObjectType, Tables } from '../tables.ts';
import type { Comparison, Condition, Literal, Operator, Position, Query } from './ast.ts';
import type { CheckedComparison, CheckedCondition, CheckedQuery } from './checked.ts';
import { rangeOfDateLiteral } from './dates.ts';
import { errorAt, notEmulated, type SoqlError, words } from './errors.ts';
import { resolvePath } from './paths.ts';
import { datetimeOf, isId, isIdField } from './values.ts';

interface Scope {
  readonly query: Query;
  readonly type: SObjectType;
  readonly tables: Tables;
  /** Checks the query of a semi-join. */
  readonly subquery: (query: Query) => CheckedQuery;
}

/** Looks up the fields of WHERE, and checks that each supports its operator and that each literal has its type. */
export function checkCondition(condition: Condition, scope: Scope): CheckedCondition {
  switch (condition.kind) {
    case 'not':
      return { kind: 'not', condition: checkCondition(condition.condition, scope) };
    case 'compare':
      return checkComparison(condition, scope);
    default:
      return {
        kind: condition.kind,
        conditions: condition.conditions.map((part) => checkCondition(part, scope)),
      };
  }
}

function checkComparison(condition: Comparison, scope: Scope): CheckedComparison {
  const { operator, operand } = condition;
  const { position } = condition.path;
  const path = resolvePath(condition.path, scope);
  const { field } = path;
  if (field.filterable === false) {
    throw errorAt('INVALID_FIELD', scope.query.text, position, words.notFilterable(field.name));
  }
  checkOperator(field, operator, position, scope.query);
  if (operand.kind === 'subquery') {
    const query = scope.subquery(operand.query);
    const column = query.select[0];
    if (!isIdField(field) || column?.kind !== 'field' || !isIdField(column.path.field)) {
      const wrong = 'The left operand and the selected column of a semi join must both be ids or references';
      throw errorAt('MALFORMED_QUERY', scope.query.text, position, wrong);
    }
    return { kind: 'compare', path, operator, operand: { kind: 'subquery', query } };
  }
  for (const literal of operand.kind === 'list' ? operand.values : [operand]) {
    if (
      literal.kind === 'dateLiteral' &&
      (literal.count < 0 || !rangeOfDateLiteral(literal.name, literal.count, new Date(0)))
    ) {
      throw notEmulated(position, `the date literal ${literal.name}`);
    }
    checkLiteral(field, literal, (code, message) => errorAt(code, scope.query.text, position, message));
  }
  return { kind: 'compare', path, operator, operand };
}

function checkOperator(field: Field, operator: Operator, position: Position, query: Query): void {
  const text = field.type === 'string' || field.type === 'textarea' || field.type === 'picklist';
  const fits = operator === 'LIKE' ? text : field.type !== 'boolean' || operator === '=' || operator === '!=';
  if (fits) return;
  const type = isIdField(field) ? 'id' : typeName(field);
  throw errorAt('INVALID_QUERY_FILTER_OPERATOR', query.text, position, words.invalidOperator(type));
}

type Fail = (code: 'INVALID_FIELD' | 'INVALID_QUERY_FILTER_OPERATOR', message: string) => SoqlError;

/** Whether a literal, or later the value of a bind, has the field's type. */
export function checkLiteral(field: Field, literal: Literal, fail: Fail): void {
  if (literal.kind === 'null' || literal.kind === 'bind') return;
  switch (field.type) {
    case 'boolean':
    case 'int':
    case 'double':
      if (literal.kind === (field.type === 'boolean' ? 'boolean' : 'number')) return;
      throw fail('INVALID_FIELD', words.mustNotBeQuoted(field.name, typeName(field)));
    case 'datetime':
      if (literal.kind === 'dateLiteral') return;
      if (literal.kind === 'datetime' && !Number.isNaN(datetimeOf(literal.text))) return;
      throw fail('INVALID_FIELD', words.mustNotBeQuoted(field.name, typeName(field)));
    default:
      if (literal.kind !== 'string') {
        throw fail('INVALID_FIELD', words.mustBeQuoted(field.name, typeName(field)));
      }
      if (isIdField(field) && literal.value !== '' && !isId(literal.value)) {
        throw fail('INVALID_QUERY_FILTER_OPERATOR', words.invalidId(literal.value));
      }
  }
}

function typeName(field: Field): string {
  return field.type === 'datetime' ? 'dateTime' : field.type;
}
