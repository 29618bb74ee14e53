import type { ExpressionContext, LiteralContext, PrimaryContext } from '@apexdevtools/apex-parser';
import { positionOf } from '../soql/grammar.ts';
import { decodeLiteral } from '../soql/strings.ts';
import { compileOwnCall } from './classes/compile-method-call.ts';
import { cast, conversion } from './coerce.ts';
import { compileDot, compileIndex } from './compile-access.ts';
import { compileAssignment, compileStep } from './compile-assign.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileNew } from './compile-new.ts';
import {
  compileArithmetic,
  compileChoice,
  compileComparison,
  compileEquality,
  compileLogic,
  compileNegation,
  compileNot,
} from './compile-operator.ts';
import { compileQuery } from './compile-query.ts';
import { typeOf } from './compile-types.ts';
import type { Compiled, Compiler, Variable } from './compiler.ts';
import { types } from './types.ts';
import type { ApexValue } from './values.ts';

/** Checks an expression and makes it executable. Refuses by name what isn't emulated. */
export function compileExpression(tree: ExpressionContext, compiler: Compiler): Compiled {
  return compiler.nested(tree, () => dispatch(tree, compiler));
}

function dispatch(tree: ExpressionContext, compiler: Compiler): Compiled {
  const g = compiler.grammar;
  const position = positionOf(tree);
  if (tree instanceof g.PrimaryExpressionContext) return primary(tree.primary(), compiler);
  if (tree instanceof g.DotExpressionContext) return compileDot(tree, compiler);
  if (tree instanceof g.ArrayExpressionContext) return compileIndex(tree, compiler);
  if (tree instanceof g.NewExpressionContext) return compileNew(tree.creator(), compiler);
  if (tree instanceof g.SubExpressionContext) return compileExpression(tree.expression(), compiler);
  if (tree instanceof g.AssignExpressionContext) return compileAssignment(tree, compiler);
  if (tree instanceof g.PostOpExpressionContext) {
    return compileStep(tree.expression(), tree.INC() ? 1 : -1, true, compiler);
  }
  if (tree instanceof g.PreOpExpressionContext) {
    if (tree.INC() || tree.DEC()) return compileStep(tree.expression(), tree.INC() ? 1 : -1, false, compiler);
    return compileNegation(compileExpression(tree.expression(), compiler), tree.SUB() != null);
  }
  if (tree instanceof g.NegExpressionContext) {
    if (tree.TILDE()) throw notEmulated(position, 'the operator ~');
    return compileNot(compileExpression(tree.expression(), compiler));
  }
  const operands = (node: { expression_list(): ExpressionContext[] }): [Compiled, Compiled] => {
    const [left, right] = node.expression_list();
    return [compileExpression(left!, compiler), compileExpression(right!, compiler)];
  };
  if (tree instanceof g.Arth1ExpressionContext)
    return compileArithmetic(tree.MUL() ? '*' : '/', ...operands(tree));
  if (tree instanceof g.Arth2ExpressionContext)
    return compileArithmetic(tree.ADD() ? '+' : '-', ...operands(tree));
  if (tree instanceof g.CmpExpressionContext) {
    const operator = `${tree.GT() ? '>' : '<'}${tree.ASSIGN() ? '=' : ''}` as const;
    return compileComparison(operator, ...operands(tree));
  }
  if (tree instanceof g.EqualityExpressionContext) {
    if (tree.TRIPLEEQUAL() || tree.TRIPLENOTEQUAL()) throw notEmulated(position, 'the operators === and !==');
    return compileEquality(tree.EQUAL() != null, ...operands(tree));
  }
  if (tree instanceof g.LogAndExpressionContext) return compileLogic('&&', ...operands(tree));
  if (tree instanceof g.LogOrExpressionContext) return compileLogic('||', ...operands(tree));
  if (tree instanceof g.CondExpressionContext) {
    const [condition, yes, no] = tree.expression_list().map((part) => compileExpression(part, compiler));
    return compileChoice(condition!, yes!, no!);
  }
  if (tree instanceof g.CastExpressionContext) {
    const type = typeOf(tree.typeRef(), compiler);
    const value = compileExpression(tree.expression(), compiler);
    if (!conversion(value.type, type) && !conversion(type, value.type)) {
      throw new CompileError(
        position,
        `Incompatible types since an instance of ${value.type.name} is never an instance of ${type.name}`,
      );
    }
    return { type, position, run: async (runtime) => cast(await value.run(runtime), type) };
  }
  if (tree instanceof g.MethodCallExpressionContext) {
    return compileOwnCall(tree.methodCall(), position, compiler);
  }
  if (tree instanceof g.InstanceOfExpressionContext) throw notEmulated(position, 'instanceof');
  if (tree instanceof g.CoalExpressionContext) throw notEmulated(position, 'the operator ??');
  throw notEmulated(position, 'bit operators');
}

function primary(tree: PrimaryContext, compiler: Compiler): Compiled {
  const g = compiler.grammar;
  const position = positionOf(tree);
  if (tree instanceof g.LiteralPrimaryContext) return literal(tree.literal(), compiler);
  if (tree instanceof g.SoqlPrimaryContext)
    return compileQuery(tree.soqlLiteral().query(), position, compiler);
  if (tree instanceof g.IdPrimaryContext) {
    const name = tree.id().getText();
    const variable = compiler.variable(name);
    if (!variable) throw new CompileError(position, words.noSuchVariable(name));
    return variableExpression(variable, position);
  }
  if (tree instanceof g.SoslPrimaryContext) throw notEmulated(position, 'SOSL');
  throw notEmulated(position, tree.start.text.toLowerCase());
}

function variableExpression({ type, slot }: Variable, position: Compiled['position']): Compiled {
  return {
    type,
    position,
    run: (runtime) => runtime.variables[slot] ?? null,
    locate: async (runtime) => ({
      get: () => runtime.variables[slot] ?? null,
      set: (value) => {
        runtime.variables[slot] = value;
      },
    }),
  };
}

function literal(tree: LiteralContext, compiler: Compiler): Compiled {
  const position = positionOf(tree);
  const text = tree.getText();
  const constant = (type: Compiled['type'], value: ApexValue): Compiled => ({
    type,
    position,
    run: () => value,
  });
  if (tree.NULL()) return constant(types.Null, null);
  if (tree.BooleanLiteral()) return constant(types.Boolean, text.toLowerCase() === 'true');
  if (tree.StringLiteral()) return constant(types.String, stringOf(text, position, compiler));
  if (tree.IntegerLiteral() && Number(text) <= 2_147_483_647) return constant(types.Integer, Number(text));
  if (tree.IntegerLiteral()) throw new CompileError(position, 'Illegal integer');
  if (tree.LongLiteral() && Number.isSafeInteger(Number(text.slice(0, -1)))) {
    return constant(types.Long, Number(text.slice(0, -1)));
  }
  throw notEmulated(position, tree.NumberLiteral() ? 'type Decimal' : 'this literal');
}

function stringOf(text: string, position: Compiled['position'], compiler: Compiler): string {
  const at = text.indexOf(compiler.mark);
  if (at >= 0) throw new CompileError(position, words.illegalString(`\\${text[at + 1]}`));
  if (/[\r\n]/u.test(text)) throw new CompileError(position, words.lineBreakInString);
  return decodeLiteral(text);
}
