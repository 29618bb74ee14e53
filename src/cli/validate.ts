import { ConfigError } from '../config/problems.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { validate } from '../operations/validate.ts';
import { annotate, codeQuality, sarif } from '../report/annotations.ts';
import { countProblems, formatProblems } from '../report/problems.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { apiVersionOption, warningsOf } from './flags.ts';
import { packageVersion } from './version.ts';

export const command = defineCommand({
  flags: (args) =>
    args
      .option('api-version', {
        alias: 'a',
        type: 'string',
        describe: 'API version, such as 66.0',
        requiresArg: true,
      })
      .option('sarif', {
        type: 'string',
        describe: 'file for the problems as SARIF, for code scanning',
        requiresArg: true,
      })
      .option('code-quality', {
        type: 'string',
        describe: "file for the problems as GitLab's Code Quality report",
        requiresArg: true,
      }),
  async run(args) {
    const result = validate({ config: args.config, apiVersion: apiVersionOption(args.apiVersion) });
    const { problems, valid, file } = result;
    const options = { makeFolders: true, durable: false };
    if (args.sarif !== undefined) writeWholeFile(args.sarif, sarif(problems, packageVersion()), options);
    if (args.codeQuality !== undefined)
      writeWholeFile(args.codeQuality, await codeQuality(problems), options);
    if (args.json && !valid) throw new ConfigError(problems);
    annotate(problems);
    if (args.json) {
      return { result, warnings: warningsOf(problems) };
    }
    for (const line of formatProblems(problems)) printFinding(line);
    if (problems.length > 0) printFinding(countProblems(problems));
    if (valid) print(`${printable(file)} is valid: ${scopeOf(result.environments)}.`);
    return { result, exitCode: result.valid ? 0 : 1 };
  },
});

/** What was checked. Each environment is a config of its own. */
function scopeOf(environments: readonly string[]): string {
  const [first] = environments;
  if (first === undefined) return 'there are no environments in it';
  return `the base and ${environments.length === 1 ? `environment ${first}` : `environments ${environments.join(', ')}`}`;
}
