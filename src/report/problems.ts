import { formatPosition, formatProblem, type Problem } from '../config/problems.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

/** Problems of a config with aligned columns: place, severity, message. */
export function formatProblems(
  problems: readonly Problem[],
  stream: NodeJS.WriteStream = process.stdout,
): readonly string[] {
  return columns(
    problems.map((problem) => {
      const place = formatPosition(problem.at);
      const message = formatProblem(problem).slice(`${place} ${problem.severity} `.length);
      const colour = problem.severity === 'error' ? 'red' : 'yellow';
      return [printable(place), paint(colour, problem.severity, stream), printable(message)];
    }),
  );
}

/** As in `2 errors, 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']) => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  };
  return [...count('error'), ...count('warning')].join(', ');
}
