import type { Rewrite } from '../plan/index.ts';
import { deploy, stages } from '../verbs/deploy.ts';
import { isBroken } from '../verbs/verify.ts';
import { carryOutFlags, carryOutOptions, printResult } from './carry-out.ts';
import type { Command } from './command.ts';
import { listOption, orgOptions, text, warningsOf } from './flags.ts';
import { untilInterrupted } from './interrupt.ts';

export const command: Command = {
  flags: (args) =>
    carryOutFlags(args)
      .option('plan', {
        type: 'string',
        describe: 'carry out this plan, saved by plan --out, or none',
        requiresArg: true,
        conflicts: 'write-credentials',
      })
      .option('write-credentials', {
        type: 'string',
        describe: 'store credentials even where nothing differs: all, or ExternalCredential-Principal,…',
      })
      .option('only', {
        type: 'array',
        string: true,
        describe: `only these stages: ${stages.join(', ')}`,
        requiresArg: true,
      }),
  async run(args) {
    const only = listOption(args.only, 'only', stages);
    const {
      warnings,
      heading: _heading,
      ...result
    } = await untilInterrupted((signal) =>
      deploy({
        ...orgOptions(args),
        ...carryOutOptions(args, signal),
        plan: text(args.plan),
        only: only.length > 0 ? only : undefined,
        rewrite: rewriteOption(args.writeCredentials),
      }),
    );
    if (!args.json) printResult(result);
    return { result, exitCode: isBroken(result.checks) ? 1 : 0, warnings: warningsOf(warnings) };
  },
};

/** `--write-credentials` alone means all of them. */
function rewriteOption(value: unknown): Rewrite | undefined {
  if (typeof value !== 'string') return undefined;
  return value === '' ? 'all' : value.split(',');
}
