import type { AssignExpressionContext, ExpressionContext } from '@apexdevtools/apex-parser';
import { positionOf } from '../soql/grammar.ts';
import { coerce } from './coerce.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import { calculate } from './compile-operator.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { textOf } from './text.ts';
import { isNumber, types } from './types.ts';

/** Assignments: `a = b`, `a += b`, … */
export function compileAssignment(tree: AssignExpressionContext, compiler: Compiler): Compiled {
  const [to, from] = tree.expression_list();
  const target = compileExpression(to!, compiler);
  const { locate, type } = target;
  const position = positionOf(tree);
  if (!locate) throw new CompileError(position, words.notAssignable);
  const value = compileExpression(from!, compiler);
  if (tree.ASSIGN()) {
    const given = coerce(value, type);
    return {
      type,
      position,
      run: async (runtime) => {
        const place = await locate(runtime);
        const result = await given.run(runtime);
        place.set(result);
        return result;
      },
    };
  }
  const operator = tree.ADD_ASSIGN()
    ? '+'
    : tree.SUB_ASSIGN()
      ? '-'
      : tree.MUL_ASSIGN()
        ? '*'
        : tree.DIV_ASSIGN()
          ? '/'
          : undefined;
  if (!operator) throw notEmulated(position, `the operator ${tree.getChild(1)!.getText()}`);
  const joins = operator === '+' && type === types.String && value.type !== types.Void;
  if (!joins && !(isNumber(type) && isNumber(value.type)))
    throw new CompileError(position, words.numericArguments);
  const given = joins ? value : coerce(value, type);
  return {
    type,
    position,
    run: async (runtime) => {
      const place = await locate(runtime);
      const operand = await given.run(runtime);
      runtime.step();
      if (!joins) {
        const result = calculate(operator, place.get(), operand, type === types.Long);
        place.set(result);
        return result;
      }
      const [before, added] = [textOf(place.get(), runtime), textOf(operand, runtime)];
      runtime.allocate(before.length + added.length);
      place.set(before + added);
      return before + added;
    },
  };
}

/** `i++`, `--i`. */
export function compileStep(
  tree: ExpressionContext,
  by: 1 | -1,
  after: boolean,
  compiler: Compiler,
): Compiled {
  const { locate, type, position } = compileExpression(tree, compiler);
  if (!locate) throw new CompileError(position, words.notAssignable);
  if (!isNumber(type)) throw new CompileError(position, words.numericArguments);
  return {
    type,
    position,
    run: async (runtime) => {
      const place = await locate(runtime);
      const before = place.get();
      const result = calculate('+', before, by, type === types.Long);
      runtime.step();
      place.set(result);
      return after ? before : result;
    },
  };
}
