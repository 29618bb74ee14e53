import { ConfigError, type Problem } from '../config/problems.ts';
import { KeywayError, type Position } from '../errors/index.ts';
import { annotate } from './annotations.ts';
import { countProblems, formatProblems } from './problems.ts';
import { paint, printableLines, printJsonText, printToStderr } from './terminal.ts';

/** The result of a command: the value for `--json`, the exit code, and warnings for both kinds of readers. */
export interface Outcome {
  readonly result: unknown;
  readonly exitCode?: number;
  readonly warnings?: readonly string[];
  /** Whether the command has already printed its own JSON. */
  readonly printed?: boolean;
}

/** Prints exactly one JSON object on standard output, as the sf CLI does. */
export function printJson(outcome: Outcome): void {
  const { result, exitCode = 0, warnings = [] } = outcome;
  printJsonText({ status: exitCode, result, warnings }, 2);
}

/** Prints an error as JSON (`--json`) or as sentences: what happened, where, and what to do. */
export function printError(error: unknown, json: boolean, verbose = false): number {
  const known = error instanceof KeywayError ? error : undefined;
  const exitCode = known?.exitCode ?? 1;
  const name = known?.code ?? 'KeywayBug';
  const message = known?.message ?? `keyway itself failed, which is a bug: ${messageOf(error)}`;
  annotate(problemsIn(error));
  const actions = known?.actions ?? ['Please report it, with the command and what --verbose prints.'];
  if (json) {
    const failure = {
      status: exitCode,
      name,
      message,
      actions,
      ...(known?.data === undefined ? {} : { data: known.data }),
      warnings: [],
    };
    printJsonText(failure, 2);
    return exitCode;
  }
  if (error instanceof ConfigError) {
    const { problems } = error;
    const lines = [...formatProblems(problems, process.stderr), countProblems(problems)];
    printToStderr(lines.join('\n'));
  } else {
    const title = known ? `Error [${name}]:` : 'Error:';
    printToStderr(`${paint('red', title, process.stderr)} ${printableLines(message)}`);
  }
  for (const action of actions) printToStderr(`  ${printableLines(action, '    ')}`);
  if (verbose)
    for (const cause of causesOf(error)) printToStderr(`  because ${printableLines(cause, '    ')}`);
  return exitCode;
}

/**
 * The parts of an error with a place in the config: its own problems, those of a plan, and an org's messages about
 * a deploy.
 */
function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof ConfigError) return error.problems;
  if (!(error instanceof KeywayError)) return [];
  const { problems = [], failures = [] } = (error.data ?? {}) as {
    readonly problems?: readonly Problem[];
    readonly failures?: readonly { readonly at?: Position; readonly problem: string }[];
  };
  return [
    ...problems,
    ...failures.flatMap(({ at, problem }): readonly Problem[] =>
      at === undefined ? [] : [{ severity: 'error', at, message: problem }],
    ),
  ];
}

/** The chain of causes, one on each line, for `--verbose`. Only messages, because stacks may contain values. */
function causesOf(error: unknown): readonly string[] {
  const causes: string[] = [];
  for (
    let cause = (error as Error | undefined)?.cause;
    cause instanceof Error && causes.length < 5;
    cause = cause.cause
  ) {
    causes.push(`${cause.name}: ${cause.message}`);
  }
  return causes;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
