import { formatProblem } from '../config/index.ts';
import { paint, printable } from '../report/terminal.ts';
import { validate } from '../verbs/validate.ts';
import { apiVersion, text } from './flags.ts';
import type { Command } from './index.ts';

export const command: Command = {
  flags: (args) =>
    args.option('api-version', {
      alias: 'a',
      type: 'string',
      describe: 'API version, such as 66.0',
      requiresArg: true,
    }),
  async run(args) {
    const result = validate({ config: text(args.config), apiVersion: apiVersion(args.apiVersion) });
    const errors = result.problems.filter(({ severity }) => severity === 'error').length;
    if (!args.json) {
      for (const problem of result.problems) {
        const [place, ...rest] = formatProblem(problem).split(` ${problem.severity} `);
        const severity = paint(problem.severity === 'error' ? 'red' : 'yellow', problem.severity.padEnd(7));
        console.log(
          `${printable(place ?? '')}  ${severity}  ${printable(rest.join(` ${problem.severity} `))}`,
        );
      }
      const environments =
        result.environments.length > 0 ? `, environments ${result.environments.join(', ')}` : '';
      console.log(
        result.valid
          ? `${result.file} is valid${environments}.`
          : `${errors} ${errors === 1 ? 'error' : 'errors'}`,
      );
    }
    return { result, exitCode: result.valid ? 0 : 1 };
  },
};
