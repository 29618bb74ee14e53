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
        describe: 'the deploy to undo, with all that came after it; without it, the newest',
      })
      .option('to', {
        type: 'string',
        describe: 'instead: a git ref, whose config is to be the state of the org',
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
