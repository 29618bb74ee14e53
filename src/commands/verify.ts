import { countChecks, formatChecks } from '../report/checks.ts';
import { isBroken, verify } from '../verbs/verify.ts';
import type { Command } from './command.ts';
import { orgFlags, orgOptions, secretFlags, warningsOf } from './flags.ts';

export const command: Command = {
  flags: (args) =>
    secretFlags(orgFlags(args)).option('callout', {
      type: 'boolean',
      describe: 'make the call of check: through each named credential that has one',
      default: false,
    }),
  async run(args) {
    const { warnings, heading, ...result } = await verify({
      ...orgOptions(args),
      callout: args.callout === true,
    });
    const broken = isBroken(result.checks);
    if (!args.json) {
      console.log(heading);
      console.log(['', ...formatChecks(result.checks), ''].join('\n'));
      console.log(`${broken ? 'Broken' : 'Verified'}: ${countChecks(result.checks)}.`);
    }
    return { result, exitCode: broken ? 1 : 0, warnings: warningsOf(warnings) };
  },
};
