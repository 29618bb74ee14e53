import { ConfigError } from '../config/problems.ts';
import { validate } from '../operations/validate.ts';
import { countProblems, formatProblems } from '../report/problems.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { apiVersionOption, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    args.option('api-version', {
      alias: 'a',
      type: 'string',
      describe: 'API version, such as 66.0',
      requiresArg: true,
    }),
  async run(args) {
    const result = validate({ config: args.config, apiVersion: apiVersionOption(args.apiVersion) });
    const { problems, valid, file } = result;
    if (args.json) {
      if (!valid) throw new ConfigError(problems);
      return { result, warnings: warningsOf(problems) };
    }
    for (const line of formatProblems(problems)) printFinding(line);
    if (problems.length > 0) printFinding(countProblems(problems));
    if (valid) print(`${printable(file)} is valid: ${scopeOf(result.environments)}.`);
    return { result, exitCode: result.valid ? 0 : 1 };
  },
});

/** What was looked at: an environment is its own config. */
function scopeOf(environments: readonly string[]): string {
  const [first] = environments;
  if (first === undefined) return 'there are no environments in it';
  return `the base and ${environments.length === 1 ? `environment ${first}` : `environments ${environments.join(', ')}`}`;
}
