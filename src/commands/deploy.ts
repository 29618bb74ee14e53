import type { Rewrite } from '../plan/index.ts';
import { risks } from '../plan/types.ts';
import { formatPlan } from '../report/changes.ts';
import { countChecks, formatChecks } from '../report/checks.ts';
import { silentProgress, terminalProgress } from '../report/progress.ts';
import { paint } from '../report/terminal.ts';
import { type DeployResult, deploy, stages } from '../verbs/deploy.ts';
import { headingOf } from '../verbs/summary.ts';
import { isBroken } from '../verbs/verify.ts';
import { askOnTerminal } from './ask.ts';
import type { Command } from './command.ts';
import {
  listOption,
  orgFlags,
  orgOptions,
  secretFlags,
  text,
  waitFlag,
  waitOption,
  warningsOf,
} from './flags.ts';
import { untilInterrupted } from './interrupt.ts';

export const command: Command = {
  flags: (args) =>
    secretFlags(waitFlag(orgFlags(args)))
      .option('plan', {
        type: 'string',
        describe: 'carry out this plan, saved by plan --out, or none',
        requiresArg: true,
        conflicts: 'write-credentials',
      })
      .option('dry-run', {
        type: 'boolean',
        describe: 'let the org validate, and change nothing',
      })
      .option('yes', {
        type: 'boolean',
        describe: 'answer the question that a protected org asks',
      })
      .option('allow', {
        type: 'array',
        string: true,
        describe: `take a risk, or several with commas: ${risks.join(', ')}`,
        requiresArg: true,
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
        plan: text(args.plan),
        dryRun: args.dryRun === true,
        yes: args.yes === true,
        allow: listOption(args.allow, 'allow', risks),
        only: only.length > 0 ? only : undefined,
        rewrite: rewriteOption(args.writeCredentials),
        wait: waitOption(args),
        ask: askOnTerminal(args),
        progress: args.json ? silentProgress : terminalProgress(),
        onPlan: (session, plan) => {
          if (args.json) return;
          console.log(headingOf(session));
          if (plan.changes.length > 0) console.log(['', ...formatPlan(plan), ''].join('\n'));
        },
        signal,
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

function printResult(result: DeployResult): void {
  const { checks, changes, dryRun } = result;
  if (dryRun) {
    console.log(changes.length === 0 ? 'Nothing to do.' : 'Dry run: nothing was changed.');
    return;
  }
  const broken = isBroken(checks);
  const verified = broken ? `Broken: ${countChecks(checks)}.` : `Verified ${countChecks(checks)}.`;
  if (changes.length === 0) console.log(`Nothing to do. ${verified}`);
  else
    console.log(
      `${broken ? paint('red', '✖') : paint('green', '✔')} ${broken ? 'Broken' : 'Verified'}${' '.repeat(broken ? 7 : 5)}${countChecks(checks)}`,
    );
  const shown = checks.filter(({ ok }) => ok !== true);
  if (shown.length > 0) console.log(['', ...formatChecks(shown)].join('\n'));
}
