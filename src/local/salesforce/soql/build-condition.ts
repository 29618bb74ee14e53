import type {
  SubQueryContext,
  ValueContext,
  WhereConditionalExpressionContext,
  WhereFieldExpressionContext,
  WhereLogicalExpressionContext,
} from '@apexdevtools/apex-parser';
import type { Comparison, Condition, Literal, Operand, Operator, Query } from './ast.ts';
import { bindOf, fieldPath, type Source } from './build-parts.ts';
import { errorAt, notEmulated, words } from './errors.ts';
import { positionOf } from './grammar.ts';
import { decodeLiteral, decodePattern } from './strings.ts';

interface ConditionSource extends Source {
  /** Builds the query of a semi-join. */
  readonly subquery: (tree: SubQueryContext, source: Source) => Query;
}

/** WHERE as a tree. The grammar itself requires brackets for mixed AND and OR, as Salesforce does. */
export function buildCondition(tree: WhereLogicalExpressionContext, source: ConditionSource): Condition {
  const parts = tree.whereConditionalExpression_list().map((part) => conditional(part, source));
  if (tree.NOT()) return { kind: 'not', condition: parts[0]! };
  if (parts.length === 1) return parts[0]!;
  return { kind: tree.SOQLOR_list().length > 0 ? 'or' : 'and', conditions: parts };
}

function conditional(tree: WhereConditionalExpressionContext, source: ConditionSource): Condition {
  const inner = tree.whereLogicalExpression();
  return inner ? buildCondition(inner, source) : comparison(tree.whereFieldExpression(), source);
}

function comparison(tree: WhereFieldExpressionContext, source: ConditionSource): Comparison {
  const expression = tree.fieldExpression();
  if (!expression) throw notEmulated(positionOf(tree), 'FORMULA() in WHERE');
  const call = expression.soqlFunction();
  if (call) throw notEmulated(positionOf(call), `${call.start.text.toUpperCase()}() in WHERE`);
  const written = expression.comparisonOperator();
  const operator = operatorOf(written.getText().toUpperCase());
  if (!operator) {
    throw notEmulated(positionOf(written), `${written.getText().toUpperCase()} in WHERE`);
  }
  const value = expression.value();
  const operand = operandOf(value, operator, source);
  const several = operator === 'IN' || operator === 'NOT IN';
  const fits = several ? operand.kind === 'subquery' || operand.kind === 'list' : operand.kind !== 'list';
  if (!(fits || (several && operand.kind === 'bind')) || (!several && operand.kind === 'subquery')) {
    throw errorAt('MALFORMED_QUERY', source.text, positionOf(value), words.unexpectedToken(value.start.text));
  }
  return { kind: 'compare', path: fieldPath(expression.fieldName()), operator, operand };
}

function operatorOf(text: string): Operator | undefined {
  switch (text) {
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'LIKE':
    case 'IN':
      return text;
    case '<>':
      return '!=';
    case 'NOTIN':
      return 'NOT IN';
    default:
      return undefined;
  }
}

function operandOf(tree: ValueContext, operator: Operator, source: ConditionSource): Operand {
  const list = tree.valueList();
  if (list)
    return { kind: 'list', values: list.value_list().map((value) => literal(value, operator, source)) };
  const subQuery = tree.subQuery();
  if (subQuery) return { kind: 'subquery', query: source.subquery(subQuery, source) };
  return literal(tree, operator, source);
}

function literal(tree: ValueContext, operator: Operator, source: ConditionSource): Literal {
  const text = tree.getText();
  if (tree.NULL()) return { kind: 'null' };
  if (tree.BooleanLiteral()) return { kind: 'boolean', value: text.toLowerCase() === 'true' };
  if (tree.signedNumber()) return number(tree, text, source);
  if (tree.DateLiteral()) return { kind: 'date', text };
  if (tree.DateTimeLiteral()) return { kind: 'datetime', text };
  const bound = tree.boundExpression();
  if (bound) return bindOf(bound, source);
  const formula = tree.dateFormula();
  if (formula) {
    const count = formula.signedInteger();
    return {
      kind: 'dateLiteral',
      name: formula.start.text.toUpperCase(),
      count: count ? Number(count.getText()) : 0,
    };
  }
  if (!tree.StringLiteral()) throw notEmulated(positionOf(tree), `the literal ${text}`);
  if (operator !== 'LIKE' && text.includes(source.mark)) {
    const illegal = 'Invalid string literal. \\% and \\_ are escapes of the LIKE expression only';
    throw errorAt('MALFORMED_QUERY', source.text, positionOf(tree), illegal);
  }
  return { kind: 'string', value: decodeLiteral(text), pattern: decodePattern(text, source.mark) };
}

function number(tree: ValueContext, text: string, source: ConditionSource): Literal {
  if (/d$/iu.test(text)) {
    throw errorAt('MALFORMED_QUERY', source.text, positionOf(tree), words.unexpectedToken(text));
  }
  return { kind: 'number', value: Number(text) };
}
