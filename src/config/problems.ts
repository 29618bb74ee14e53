import { KeywayError, type Position } from '../errors/index.ts';
import { displayText } from './wording.ts';

/** An error or a warning at a place in the config. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly at: Position;
  /** A sentence without its full stop. */
  readonly message: string;
  /** The environments that have the problem, if the base doesn't. */
  readonly environments?: readonly string[];
}

/** All problems of a config in one error. */
export class ConfigError extends KeywayError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    super('ConfigInvalid', sorted.map(formatProblem).join('\n'), { data: { problems: sorted } });
    this.problems = sorted;
  }
}

/** Sorts problems by place and removes duplicates, because every environment repeats the base's problems. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map<string, { problem: Problem; environments: Set<string> | undefined }>();
  for (const problem of problems) {
    const { environments: _environments, ...plain } = problem;
    const known = unique.get(formatProblem(plain));
    if (!problem.environments) unique.set(formatProblem(plain), { problem, environments: undefined });
    else if (!known)
      unique.set(formatProblem(plain), { problem: plain, environments: new Set(problem.environments) });
    else for (const name of problem.environments) known.environments?.add(name);
  }
  return [...unique.values()]
    .map(({ problem, environments }) =>
      environments ? { ...problem, environments: [...environments] } : problem,
    )
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column || (a.message < b.message ? -1 : 1));
}

/** Removes problems at places that already have one, so that each mistake is reported once. */
export function removeReported(
  problems: readonly Problem[],
  earlier: readonly Problem[],
): readonly Problem[] {
  const key = ({ at }: Problem) => `${at.line}:${at.column}`;
  const places = new Set(earlier.filter(({ severity }) => severity === 'error').map(key));
  return problems.filter((problem) => !places.has(key(problem)));
}

/** As in `keyway.yaml:12:7 error unknown field … (environment uat)`. */
export function formatProblem({ severity, at, message, environments = [] }: Problem): string {
  return `${formatPosition(at)} ${severity} ${message}${inEnvironments(environments)}`;
}

function inEnvironments(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const shown = names.slice(0, 5).map(displayText).join(', ');
  return ` (${names.length === 1 ? 'environment' : 'environments'} ${shown}${more})`;
}

export function formatPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}
