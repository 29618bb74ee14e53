import type { Argv } from 'yargs';
import { isBroken } from '../kinds/link-check.ts';
import type { Rewrite } from '../kinds/wanted-value.ts';
import { type DeployOptions, type DeployResult, deploy, stages } from '../operations/deploy.ts';
import { formatPlan } from '../report/changes.ts';
import { countChecks, formatChecksOfOrgs } from '../report/checks.ts';
import type { Outcome } from '../report/output.ts';
import { silentProgress } from '../report/progress.ts';
import { defineCommand, type FlagsOf } from './command.ts';
import { listOption, orgOptions, warningsOf, wordsOf } from './flags.ts';
import { fileFor, fleetFlags, runOnFleet } from './fleet.ts';
import { runFlags, runOptions } from './run-flags.ts';
import { printResult } from './run-output.ts';

const flags = (args: Argv) =>
  fleetFlags(runFlags(args))
    .option('plan', {
      type: 'string',
      describe: 'apply exactly this saved plan; fail if the config or org has changed',
      requiresArg: true,
      conflicts: 'write-credentials',
    })
    .option('write-credentials', {
      type: 'array',
      string: true,
      describe: 'store these credentials again: all, or ExternalCredential-Principal,…',
    })
    .option('respect-rotation-limit', {
      type: 'boolean',
      describe: "don't ask the org for a new key before the documented time",
    })
    .option('certificates-first', {
      type: 'boolean',
      describe: 'send new certificates in a separate job, before the others',
      conflicts: 'dry-run',
    })
    .option('only', {
      type: 'array',
      string: true,
      describe: `run only these stages: ${stages.join(', ')}`,
      requiresArg: true,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    const only = listOption(args.only, 'only', stages);
    const shared = {
      only: only.length > 0 ? only : undefined,
      rewrite: rewriteOption(args.writeCredentials),
      respectRotationLimit: args.respectRotationLimit === true,
      certificatesFirst: args.certificatesFirst === true,
    };
    const fleet = await deployFleet(args, shared);
    if (fleet) return fleet;
    const {
      warnings,
      heading: _heading,
      ...result
    } = await deploy({ ...orgOptions(args), ...runOptions(args), ...shared, plan: args.plan });
    if (!args.json) printResult(result);
    return { result, exitCode: isBroken(result.checks) ? 1 : 0, warnings: warningsOf(warnings) };
  },
});

/** Deploys to all orgs of the environment at once. Before each question, prints that org's plan. */
function deployFleet(
  args: Flags,
  shared: Pick<DeployOptions, 'only' | 'rewrite' | 'respectRotationLimit' | 'certificatesFirst'>,
): Promise<Outcome | undefined> {
  const options = runOptions(args);
  return runOnFleet(args, {
    ask: options.ask,
    files: { plan: args.plan, report: args.report },
    run: ({ targetOrg, ask }) => {
      let unseen: readonly string[] = [];
      return deploy({
        ...orgOptions(args),
        ...options,
        ...shared,
        targetOrg,
        plan: fileFor(args.plan, targetOrg),
        report: fileFor(args.report, targetOrg),
        progress: silentProgress,
        onPlan: (_session, plan) => {
          unseen = formatPlan(plan);
        },
        ask:
          ask &&
          ((question) => {
            const shown = unseen.length > 0 ? `\n${unseen.join('\n')}\n` : '';
            unseen = [];
            return ask(`${shown}${question}`);
          }),
      });
    },
    line: (result) => ({ state: isBroken(result.checks) ? 'broken' : 'ok', text: lineOf(result) }),
    details: (results) => [
      ...formatChecksOfOrgs(results),
      ...results.flatMap(({ targetOrg, remarks }) => remarks.map((remark) => `${targetOrg}: ${remark}`)),
    ],
    exitCode: (results) => (results.some(({ checks }) => isBroken(checks)) ? 1 : 0),
  });
}

function lineOf({ changes, dryRun, checks, deploy: job }: DeployResult): string {
  const done =
    changes.length === 0
      ? 'nothing to do'
      : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  if (dryRun) return changes.length === 0 ? done : `${done}, validated, nothing changed`;
  return [`${done}, ${isBroken(checks) ? 'broken' : 'verified'}: ${countChecks(checks)}`, job?.id]
    .filter(Boolean)
    .join('   ');
}

/** `--write-credentials` without a value means all of them. */
function rewriteOption(value: unknown): Rewrite | undefined {
  if (value === undefined) return undefined;
  const names = wordsOf(value);
  return names.length === 0 || names.includes('all') ? 'all' : names;
}
