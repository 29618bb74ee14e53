import type {
  DoWhileStatementContext,
  EnhancedForControlContext,
  ForStatementContext,
  WhileStatementContext,
} from '@apexdevtools/apex-parser';
import { positionOf } from '../soql/grammar.ts';
import { conversion } from './coerce.ts';
import { CompileError, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import { condition } from './compile-operator.ts';
import {
  atPosition,
  type Completion,
  compileBraces,
  compileLocals,
  compileStatement,
  type Statement,
} from './compile-statement.ts';
import { typeOf } from './compile-types.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { nullPointer } from './exception.ts';
import type { Runtime } from './runtime.ts';
import { isSameType, listOf, typeText } from './types.ts';
import { ApexList, type ApexSet, type ApexValue } from './values.ts';

/** Apex Developer Guide, "SOQL For Loops": a list variable receives 200 rows at a time. */
const CHUNK = 200;

type Test = (runtime: Runtime) => Promise<boolean>;

export function compileWhile(tree: WhileStatementContext, compiler: Compiler): Statement {
  const test = condition(compileExpression(tree.parExpression().expression(), compiler));
  const body = bodyOf(tree, compiler);
  return atPosition(positionOf(tree), (runtime) => loop(runtime, test, body));
}

export function compileDoWhile(tree: DoWhileStatementContext, compiler: Compiler): Statement {
  const body = compileBraces(tree.block(), compiler);
  const test = condition(compileExpression(tree.parExpression().expression(), compiler));
  return atPosition(positionOf(tree), async (runtime) => {
    const first = await body(runtime);
    if (first === 'break') return 'normal';
    return first === 'return' ? first : loop(runtime, test, body);
  });
}

export function compileFor(tree: ForStatementContext, compiler: Compiler): Statement {
  return compiler.inScope(() => {
    const control = tree.forControl();
    const each = control.enhancedForControl();
    if (each) return iteration(each, tree, compiler);
    const init = control.forInit();
    const declared = init?.localVariableDeclaration();
    const start = declared && compileLocals(declared, compiler);
    const first = expressions(init?.expressionList(), compiler);
    const given = control.expression();
    const test: Test = given ? condition(compileExpression(given, compiler)) : async () => true;
    const update = expressions(control.forUpdate()?.expressionList(), compiler);
    const body = bodyOf(tree, compiler);
    return atPosition(positionOf(tree), async (runtime) => {
      await start?.(runtime);
      for (const expression of first) await expression.run(runtime);
      return loop(runtime, test, body, update);
    });
  });
}

/** `for (User u : users)`. */
function iteration(
  each: EnhancedForControlContext,
  tree: ForStatementContext,
  compiler: Compiler,
): Statement {
  const source = compileExpression(each.expression(), compiler);
  const type = typeOf(each.typeRef(), compiler);
  const { name, of } = source.type;
  if (name !== 'List' && name !== 'Set') {
    throw new CompileError(source.position, words.notIterable(typeText(source.type)));
  }
  const chunks = source.rows === true && isSameType(type, listOf(of[0]!));
  const convert = chunks ? (value: ApexValue) => value : conversion(of[0]!, type);
  if (!convert)
    throw new CompileError(source.position, words.illegalAssignment(typeText(of[0]!), typeText(type)));
  const { slot } = compiler.declare(each.id().getText(), type, positionOf(each));
  const body = bodyOf(tree, compiler);
  return atPosition(positionOf(tree), async (runtime) => {
    const value = (await source.run(runtime)) as ApexList | ApexSet | null;
    if (value === null) throw nullPointer();
    const items = [...value.items.values()];
    runtime.step(items.length);
    const turns: ApexValue[] = chunks ? chunked(items, type) : items;
    let next = 0;
    return loop(
      runtime,
      async () => {
        if (next >= turns.length) return false;
        runtime.variables[slot] = convert(turns[next++]!);
        return true;
      },
      body,
    );
  });
}

async function loop(
  runtime: Runtime,
  test: Test,
  body: Statement,
  update: readonly Compiled[] = [],
): Promise<Completion> {
  while (await test(runtime)) {
    runtime.step();
    await runtime.turn();
    const completion = await body(runtime);
    if (completion === 'break') return 'normal';
    if (completion === 'return') return completion;
    for (const expression of update) await expression.run(runtime);
  }
  return 'normal';
}

function bodyOf(tree: ForStatementContext | WhileStatementContext, compiler: Compiler): Statement {
  const statement = tree.statement();
  // `while (x);` has no body.
  return statement ? compiler.inScope(() => compileStatement(statement, compiler)) : async () => 'normal';
}

function expressions(
  list: { expression_list(): Parameters<typeof compileExpression>[0][] } | null | undefined,
  compiler: Compiler,
): Compiled[] {
  return (list?.expression_list() ?? []).map((expression) => compileExpression(expression, compiler));
}

function chunked(items: readonly ApexValue[], type: ApexList['type']): ApexList[] {
  return Array.from(
    { length: Math.ceil(items.length / CHUNK) },
    (_, i) => new ApexList(type, items.slice(i * CHUNK, (i + 1) * CHUNK)),
  );
}
