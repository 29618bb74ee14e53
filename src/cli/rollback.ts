import { isBroken } from '../kinds/link-check.ts';
import { rollback } from '../operations/rollback.ts';
import { defineCommand } from './command.ts';
import { orgOptions, warningsOf } from './flags.ts';
import { runFlags, runOptions } from './run-flags.ts';
import { printResult } from './run-output.ts';

export const command = defineCommand({
  flags: (args) =>
    runFlags(args)
      .positional('id', {
        type: 'string',
        describe: 'deploy to undo, with all later ones (default: the newest)',
      })
      .option('to', {
        type: 'string',
        describe: 'git ref of the config to return to',
        requiresArg: true,
      }),
  async run(args) {
    const {
      warnings,
      heading: _heading,
      ...result
    } = await rollback({
      ...orgOptions(args),
      ...runOptions(args),
      id: args.id,
      to: args.to,
    });
    if (!args.json) printResult(result);
    return { result, exitCode: isBroken(result.checks) ? 1 : 0, warnings: warningsOf(warnings) };
  },
});
