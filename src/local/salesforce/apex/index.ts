import { compileApex } from './compile.ts';
import { CompileError } from './compile-error.ts';
import { Thrown } from './exception.ts';
import type { ApexHost, ApexResult } from './host.ts';
import { Runtime } from './runtime.ts';

export {
  type ApexFailure,
  type ClassCoverage,
  classProblems,
  runScheduled,
  runTests,
  type TestOutcome,
  testClassesOf,
} from './classes/run.ts';
export {
  type ApexHost,
  type ApexResult,
  type ApexSource,
  AsyncFailure,
  CalloutFailure,
  type CalloutRequest,
  type CalloutResponse,
  ConnectFailure,
  DmlFailure,
} from './host.ts';
export type { ConnectMethod } from './library/connect-api.ts';

/**
 * Compiles and runs a block of anonymous Apex. A block that doesn't compile changes nothing. The changes of a
 * failing one are rolled back by `host.savepoint`.
 *
 * Never throws for the block's own errors. Errors of the host other than `DmlFailure` and `CalloutFailure` are
 * bugs, and are rethrown after the rollback.
 *
 * @see Apex Developer Guide, "Anonymous Blocks"
 */
export async function runAnonymousApex(source: string, host: ApexHost): Promise<ApexResult> {
  let block: Awaited<ReturnType<typeof compileApex>>;
  try {
    block = await compileApex(source, host);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return { ...nothing, compiled: false, ...error.position, compileProblem: error.message, log: [] };
  }
  const runtime = new Runtime(host);
  const rollback = host.savepoint();
  try {
    await block(runtime);
    return { ...nothing, success: true, log: runtime.log };
  } catch (error) {
    rollback();
    if (!(error instanceof Thrown)) throw error;
    const { exception } = error;
    exception.position ??= runtime.at;
    const exceptionMessage = exception.describe();
    runtime.writeLast('FATAL_ERROR', exceptionMessage);
    return {
      ...nothing,
      line: exception.position.line,
      column: 1,
      exceptionMessage,
      exceptionStackTrace: exception.stackTrace,
      log: runtime.log,
    };
  }
}

const nothing = {
  compiled: true,
  success: false,
  line: -1,
  column: -1,
  compileProblem: null,
  exceptionMessage: null,
  exceptionStackTrace: null,
} as const;
