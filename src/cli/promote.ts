import { KeywayError } from '../errors/index.ts';
import { isBroken } from '../kinds/link-check.ts';
import { promote } from '../operations/promote.ts';
import { print } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgOptions, warningsOf } from './flags.ts';
import { runFlags, runOptions } from './run-flags.ts';
import { printResult } from './run-output.ts';

export const command = defineCommand({
  flags: (args) =>
    runFlags(args)
      .option('from', {
        type: 'string',
        describe: 'environment to verify',
        demandOption: true,
        requiresArg: true,
      })
      .option('to', {
        type: 'string',
        describe: 'environment to deploy to',
        demandOption: true,
        requiresArg: true,
      }),
  async run(args) {
    const { targetOrg, environment, ...options } = orgOptions(args);
    if (targetOrg !== undefined || environment !== undefined) {
      throw new KeywayError(
        'UsageWrong',
        'keyway promote takes its orgs from --from and --to, not from -o or --env.',
      );
    }
    const {
      warnings,
      heading: _heading,
      ...result
    } = await promote({
      ...options,
      ...runOptions(args),
      from: args.from ?? '',
      to: args.to ?? '',
    });
    if (!args.json) {
      const { promotedFrom } = result;
      printResult(result);
      print(`Promoted from ${promotedFrom.environment}, where ${promotedFrom.links} links were verified.`);
    }
    return { result, exitCode: isBroken(result.checks) ? 1 : 0, warnings: warningsOf(warnings) };
  },
});
