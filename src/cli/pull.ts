import { pull } from '../operations/pull.ts';
import { formatPull, summaryOf } from '../report/pull.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, secretFlags, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    secretFlags(orgFlags(args))
      .positional('name', {
        type: 'string',
        array: true,
        describe: 'pull only these components, by developer name',
      })
      .option('dry-run', {
        type: 'boolean',
        describe: 'show what would be written, and write nothing',
        default: false,
      }),
  async run(args) {
    const names = (Array.isArray(args.name) ? args.name : []).map(String);
    const { warnings, heading, ...result } = await pull({
      ...orgOptions(args),
      names,
      dryRun: args.dryRun === true,
    });
    if (!args.json) {
      print(printable(heading));
      const lines = formatPull(result);
      if (lines.length > 0) print(['', ...lines, ''].join('\n'));
      print(summaryOf(result));
    }
    return { result, warnings: warningsOf(warnings) };
  },
});
