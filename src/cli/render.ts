import { relative } from 'node:path';
import { render } from '../operations/render.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { apiVersionOption, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    args
      .option('output-dir', {
        alias: 'd',
        type: 'string',
        describe: 'folder for force-app/ and manifest/',
        requiresArg: true,
      })
      .option('check', {
        type: 'boolean',
        describe: 'write nothing; fail if the files differ',
      })
      .option('api-version', {
        alias: 'a',
        type: 'string',
        describe: 'API version, such as 66.0',
        requiresArg: true,
      }),
  async run(args) {
    const result = render({
      config: args.config,
      environment: args.env,
      outputDir: args.outputDir,
      check: args.check === true,
      apiVersion: apiVersionOption(args.apiVersion),
    });
    if (!args.json) {
      for (const file of result.changed) print(`  ${printable(file)}`);
      const where = relative(process.cwd(), result.outputDir) || '.';
      const what =
        args.check || result.changed.length === 0 ? 'is up to date' : `${result.changed.length} written`;
      print(`${result.files.length} files in ${printable(where)}, ${what}.`);
    }
    return { result, warnings: warningsOf(result.warnings) };
  },
});
