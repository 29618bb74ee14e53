import type { ThrowStatementContext, TryStatementContext } from '@apexdevtools/apex-parser';
import { positionOf } from '../soql/grammar.ts';
import { CompileError, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import { compileBraces, type Statement } from './compile-statement.ts';
import { namedType } from './compile-types.ts';
import type { Compiler } from './compiler.ts';
import { type ApexException, notEmulatedHere, nullPointer, Thrown } from './exception.ts';
import { isException, typeText } from './types.ts';

/** try, catch and finally. Exceptions that can't be caught, such as limits, bypass all of them, as in Apex. */
export function compileTry(tree: TryStatementContext, compiler: Compiler): Statement {
  const body = compileBraces(tree.block(), compiler);
  const clauses = tree.catchClause_list().map((clause) =>
    compiler.inScope(() => {
      const position = positionOf(clause);
      const type = namedType(clause.qualifiedName().getText(), null, position, compiler);
      if (!isException(type)) throw new CompileError(position, words.notThrowable(typeText(type)));
      const { slot } = compiler.declare(clause.id().getText(), type, position);
      return { name: type.name, slot, block: compileBraces(clause.block(), compiler) };
    }),
  );
  const last = tree.finallyBlock();
  const final = last && compileBraces(last.block(), compiler);
  const guarded: Statement = async (runtime) => {
    try {
      return await body(runtime);
    } catch (error) {
      if (!(error instanceof Thrown) || !error.catchable) throw error;
      const { exception } = error;
      exception.position ??= runtime.at;
      const clause = clauses.find(({ name }) => name === 'Exception' || name === exception.typeName);
      refuseUndocumented(exception, clauses, clause);
      if (!clause) throw error;
      runtime.variables[clause.slot] = exception;
      return clause.block(runtime);
    }
  };
  if (!final) return guarded;
  return async (runtime) => {
    let outcome: { readonly completion: Awaited<ReturnType<Statement>> } | { readonly error: unknown };
    try {
      outcome = { completion: await guarded(runtime) };
    } catch (error) {
      if (!(error instanceof Thrown) || !error.catchable) throw error;
      error.exception.position ??= runtime.at;
      outcome = { error };
    }
    const completion = await final(runtime);
    if (completion !== 'normal') return completion;
    if ('error' in outcome) throw outcome.error;
    return outcome.completion;
  };
}

/** It isn't documented whether a ConnectApi.NotFoundException is also a ConnectApi.ConnectApiException. */
function refuseUndocumented<T extends { readonly name: string }>(
  { typeName }: ApexException,
  clauses: readonly T[],
  caught: T | undefined,
): void {
  if (typeName !== 'ConnectApi.NotFoundException') return;
  const before = caught ? clauses.slice(0, clauses.indexOf(caught)) : clauses;
  if (before.some(({ name }) => name === 'ConnectApi.ConnectApiException'))
    throw notEmulatedHere('catching a ConnectApi.NotFoundException as ConnectApi.ConnectApiException');
}

export function compileThrow(tree: ThrowStatementContext, compiler: Compiler): Statement {
  const value = compileExpression(tree.expression(), compiler);
  const { position } = value;
  if (!isException(value.type)) throw new CompileError(position, words.notThrowable(typeText(value.type)));
  return async (runtime) => {
    const exception = (await value.run(runtime)) as ApexException | null;
    if (exception === null) throw nullPointer();
    exception.position ??= positionOf(tree);
    throw new Thrown(exception);
  };
}
