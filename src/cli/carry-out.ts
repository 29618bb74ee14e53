import type { Argv } from 'yargs';
import type { DeployResult } from '../engine/result.ts';
import type { RunOptions } from '../engine/run.ts';
import { headingOf } from '../engine/summary.ts';
import { type Plan, risks } from '../kinds/change.ts';
import { isBroken } from '../kinds/link-check.ts';
import type { Session } from '../kinds/session.ts';
import { formatPlan } from '../report/changes.ts';
import { countChecks, formatChecks, unwell } from '../report/checks.ts';
import { silentProgress, terminalProgress } from '../report/progress.ts';
import { paint, printable } from '../report/terminal.ts';
import { askOnTerminal } from './ask.ts';
import type { Arguments } from './command.ts';
import { listOption, orgFlags, secretFlags, text, waitFlag, waitOption } from './flags.ts';

/*
 * What `deploy`, `rollback` and `promote` have in common: the flags, and what a person reads.
 */

export function carryOutFlags(args: Argv): Argv {
  return historyFlag(secretFlags(waitFlag(orgFlags(args))))
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
    .option('report', {
      type: 'string',
      describe: 'write a report for the auditor, .json or .md',
      requiresArg: true,
    })
    .option('apex', { type: 'boolean', default: true, hidden: true })
    .option('no-apex', {
      type: 'boolean',
      describe: 'assign permission sets by REST, without anonymous Apex',
    });
}

export function historyFlag(args: Argv): Argv {
  return args.option('history-dir', {
    type: 'string',
    describe: 'where the history is kept, .keyway/history beside the config if not given',
    requiresArg: true,
  });
}

export function carryOutOptions(args: Arguments): RunOptions {
  return {
    ...(args.json ? {} : { onPlan: printPlan }),
    dryRun: args.dryRun === true,
    yes: args.yes === true,
    allow: listOption(args.allow, 'allow', risks),
    noApex: args.apex === false,
    historyDir: text(args.historyDir),
    report: text(args.report),
    wait: waitOption(args),
    ask: askOnTerminal(args),
    progress: args.json ? silentProgress : terminalProgress(),
    signal: args.signal,
  };
}

function printPlan(session: Session, plan: Plan): void {
  console.log(headingOf(session));
  if (plan.changes.length > 0) console.log(['', ...formatPlan(plan), ''].join('\n'));
}

/** What came of it, and what was remarked on the way. */
export function printResult(result: DeployResult): void {
  const { checks, changes, dryRun, remarks } = result;
  for (const remark of remarks) console.log(`${paint('yellow', '!')} ${printable(remark)}`);
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
  const shown = unwell(checks);
  if (shown.length > 0) console.log(['', ...formatChecks(shown)].join('\n'));
}
