import type {
  AnonymousUnitContext,
  BlockContext,
  ExpressionContext,
  LocalVariableDeclarationContext,
  ReturnStatementContext,
  StatementContext,
  TypeRefContext,
  VariableDeclaratorContext,
} from '@apexdevtools/apex-parser';
import { positionOf } from '../soql/grammar.ts';
import { coerce } from './coerce.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import { compileDoWhile, compileFor, compileWhile } from './compile-loop.ts';
import { condition } from './compile-operator.ts';
import { compileThrow, compileTry } from './compile-try.ts';
import { typeOf } from './compile-types.ts';
import type { Compiler } from './compiler.ts';
import { type DmlOperation, runDml } from './dml.ts';
import type { Runtime } from './runtime.ts';
import { isSObject, types, typeText } from './types.ts';

/** How a statement ended. */
export type Completion = 'normal' | 'break' | 'continue' | 'return';

export type Statement = (runtime: Runtime) => Promise<Completion>;

/** Compiles the whole block. Nothing runs before everything has been checked. */
export function compileBlock(tree: AnonymousUnitContext, compiler: Compiler): Statement {
  const statements = tree
    .anonymousBlock()
    .anonymousBlockMember_list()
    .map((member): Statement => {
      const statement = member.statement();
      if (statement) return compileStatement(statement, compiler);
      const declared = member.anonymousMemberDeclaration();
      const field = declared.fieldDeclaration();
      // At the top of a block, the parser treats a variable as a field.
      if (!field)
        throw notEmulated(positionOf(declared), 'declarations of methods, classes, enums and properties');
      refuseModifiers(member.modifier_list());
      return declaration(field.typeRef(), field.variableDeclarators().variableDeclarator_list(), compiler);
    });
  return runInOrder(statements);
}

export function compileStatement(tree: StatementContext, compiler: Compiler): Statement {
  return compiler.nested(tree, () => dispatch(tree, compiler));
}

/** `{ … }`, with its own variables. */
export function compileBraces(tree: BlockContext, compiler: Compiler): Statement {
  return compiler.inScope(() =>
    runInOrder(tree.statement_list().map((statement) => compileStatement(statement, compiler))),
  );
}

function dispatch(tree: StatementContext, compiler: Compiler): Statement {
  const position = positionOf(tree);
  const block = tree.block();
  if (block) return compileBraces(block, compiler);
  const local = tree.localVariableDeclarationStatement();
  if (local) return compileLocals(local.localVariableDeclaration(), compiler);
  const expression = tree.expressionStatement();
  if (expression) return evaluation(expression.expression(), compiler);
  const choice = tree.ifStatement();
  if (choice) {
    const holds = condition(compileExpression(choice.parExpression().expression(), compiler));
    const [yes, no] = choice
      .statement_list()
      .map((part) => compiler.inScope(() => compileStatement(part, compiler)));
    return atPosition(position, async (runtime) =>
      (await holds(runtime)) ? yes!(runtime) : (no?.(runtime) ?? 'normal'),
    );
  }
  if (tree.forStatement()) return compileFor(tree.forStatement(), compiler);
  if (tree.whileStatement()) return compileWhile(tree.whileStatement(), compiler);
  if (tree.doWhileStatement()) return compileDoWhile(tree.doWhileStatement(), compiler);
  if (tree.tryStatement()) return compileTry(tree.tryStatement(), compiler);
  if (tree.throwStatement()) return atPosition(position, compileThrow(tree.throwStatement(), compiler));
  if (tree.breakStatement()) return async () => 'break';
  if (tree.continueStatement()) return async () => 'continue';
  const left = tree.returnStatement();
  if (left) return compileReturn(left, compiler);
  const dml =
    tree.insertStatement() ?? tree.updateStatement() ?? tree.deleteStatement() ?? tree.upsertStatement();
  if (dml) {
    if (dml.accessLevel()?.USER()) throw notEmulated(position, 'DML as user');
    if (tree.upsertStatement()?.qualifiedName()) throw notEmulated(position, 'upsert by an external id');
    return atPosition(
      position,
      dmlStatement(dml.start.text.toLowerCase() as DmlOperation, dml.expression(), compiler),
    );
  }
  throw notEmulated(position, `the statement ${tree.start.text.toLowerCase()}`);
}

function compileReturn(tree: ReturnStatementContext, compiler: Compiler): Statement {
  const position = positionOf(tree);
  const given = tree.expression();
  const wanted = compiler.method?.returns ?? types.Void;
  if (!given) {
    if (wanted !== types.Void) throw new CompileError(position, `${words.mustReturn}: ${typeText(wanted)}`);
    return atPosition(position, async () => 'return');
  }
  if (!compiler.method) throw notEmulated(position, 'return with a value');
  if (wanted === types.Void) throw new CompileError(position, words.voidReturns);
  const value = coerce(compileExpression(given, compiler), wanted);
  return atPosition(position, async (runtime) => {
    runtime.returned = await value.run(runtime);
    return 'return';
  });
}

/** `String a = 'x', b;` */
export function compileLocals(tree: LocalVariableDeclarationContext, compiler: Compiler): Statement {
  refuseModifiers(tree.modifier_list());
  return declaration(tree.typeRef(), tree.variableDeclarators().variableDeclarator_list(), compiler);
}

/** Records the current position and counts the step. */
export function atPosition(position: ReturnType<typeof positionOf>, run: Statement): Statement {
  return async (runtime) => {
    runtime.at = position;
    runtime.step();
    return run(runtime);
  };
}

function declaration(
  type: TypeRefContext,
  list: readonly VariableDeclaratorContext[],
  compiler: Compiler,
): Statement {
  const declared = typeOf(type, compiler);
  return runInOrder(
    list.map((tree): Statement => {
      const position = positionOf(tree);
      const given = tree.expression();
      const value = given ? coerce(compileExpression(given, compiler), declared) : undefined;
      const { slot } = compiler.declare(tree.id().getText(), declared, position);
      return atPosition(positionOf(type), async (runtime) => {
        runtime.variables[slot] = value ? await value.run(runtime) : null;
        return 'normal';
      });
    }),
  );
}

/** Apex Developer Guide: only assignments, calls and creations can be statements. */
function evaluation(tree: ExpressionContext, compiler: Compiler): Statement {
  const g = compiler.grammar;
  const stands =
    tree instanceof g.AssignExpressionContext ||
    tree instanceof g.PostOpExpressionContext ||
    tree instanceof g.MethodCallExpressionContext ||
    tree instanceof g.NewExpressionContext ||
    (tree instanceof g.PreOpExpressionContext && !tree.ADD() && !tree.SUB()) ||
    (tree instanceof g.DotExpressionContext && tree.dotMethodCall());
  const expression = compileExpression(tree, compiler);
  if (!stands) throw new CompileError(positionOf(tree), words.notAStatement);
  return atPosition(positionOf(tree), async (runtime) => {
    await expression.run(runtime);
    return 'normal';
  });
}

function dmlStatement(operation: DmlOperation, tree: ExpressionContext, compiler: Compiler): Statement {
  const target = compileExpression(tree, compiler);
  const item = target.type.name === 'List' ? target.type.of[0]! : target.type;
  if (!isSObject(item)) throw new CompileError(target.position, words.notForDml(typeText(target.type)));
  return async (runtime) => {
    const { at: statement } = runtime;
    const value = await target.run(runtime);
    runtime.at = statement;
    await runDml(operation, value, true, runtime);
    return 'normal';
  };
}

function runInOrder(statements: readonly Statement[]): Statement {
  return async (runtime) => {
    for (const statement of statements) {
      const completion = await statement(runtime);
      if (completion !== 'normal') return completion;
    }
    return 'normal';
  };
}

/** Modifiers such as `final` and `static` have meanings that aren't emulated. */
function refuseModifiers(modifiers: readonly Parameters<typeof positionOf>[0][]): void {
  for (const modifier of modifiers) throw notEmulated(positionOf(modifier), 'modifiers of variables');
}
