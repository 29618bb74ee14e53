import type { Remarks } from '../engine/session.ts';
import { isBroken } from '../kinds/link-check.ts';
import { type VerifyResult, verify } from '../operations/verify.ts';
import {
  checksToReview,
  countChecks,
  formatChecks,
  formatChecksOfOrgs,
  formatVerified,
} from '../report/checks.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, secretFlags, warningsOf } from './flags.ts';
import { fleetFlags, runOnFleet } from './fleet.ts';

export const command = defineCommand({
  flags: (args) =>
    fleetFlags(secretFlags(orgFlags(args))).option('callout', {
      type: 'boolean',
      describe: 'make the call under check: of each named credential',
      default: false,
    }),
  async run(args) {
    const callout = args.callout === true;
    const fleet = await runOnFleet<VerifyResult & Remarks>(args, {
      run: ({ targetOrg }) => verify({ ...orgOptions(args), targetOrg, callout }),
      line: ({ checks }) => ({ state: isBroken(checks) ? 'broken' : 'ok', text: countChecks(checks) }),
      details: formatChecksOfOrgs,
      exitCode: (results) => (results.some(({ checks }) => isBroken(checks)) ? 1 : 0),
    });
    if (fleet) return fleet;
    const { warnings, heading, ...result } = await verify({ ...orgOptions(args), callout });
    const broken = isBroken(result.checks);
    if (!args.json) {
      print(printable(heading));
      print(['', ...formatVerified(result.checks, args.verbose), ''].join('\n'));
      if (broken && args.quiet) printFinding(formatChecks(checksToReview(result.checks)).join('\n'));
      print(`${broken ? 'Broken' : 'Verified'}: ${countChecks(result.checks)}.`);
    }
    return { result, exitCode: broken ? 1 : 0, warnings: warningsOf(warnings) };
  },
});
