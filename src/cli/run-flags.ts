import type { Argv } from 'yargs';
import type { RunOptions } from '../engine/run.ts';
import { risks } from '../kinds/change.ts';
import { silentProgress, terminalProgress } from '../report/progress.ts';
import { askOnTerminal } from './ask.ts';
import type { FlagsOf } from './command.ts';
import { listOption, orgFlags, secretFlags, waitFlag, waitOption } from './flags.ts';
import { printPlan } from './run-output.ts';

/** Flags of the commands that change an org: `deploy`, `rollback`, `promote`. */
export function runFlags<Flags>(args: Argv<Flags>) {
  return historyFlag(secretFlags(waitFlag(orgFlags(args))))
    .option('dry-run', {
      type: 'boolean',
      describe: 'validate in the org without changing it',
    })
    .option('yes', {
      type: 'boolean',
      describe: 'skip the confirmation for a protected org',
    })
    .option('allow', {
      type: 'array',
      string: true,
      describe: `approve these risks: ${risks.join(', ')}`,
      requiresArg: true,
    })
    .option('report', {
      type: 'string',
      describe: 'write an audit report to this .json or .md file',
      requiresArg: true,
    })
    .option('apex', { type: 'boolean', default: true, hidden: true })
    .option('no-apex', {
      type: 'boolean',
      describe: 'assign permission sets by REST, without anonymous Apex',
    });
}

export function historyFlag<Flags>(args: Argv<Flags>) {
  return args.option('history-dir', {
    type: 'string',
    describe: 'folder for the history (default: .keyway/history beside the config)',
    requiresArg: true,
  });
}

export function runOptions(args: FlagsOf<typeof runFlags>): RunOptions {
  return {
    ...(args.json ? {} : { onPlan: printPlan }),
    dryRun: args.dryRun === true,
    yes: args.yes === true,
    allow: listOption(args.allow, 'allow', risks),
    noApex: args.apex === false,
    historyDir: args.historyDir,
    report: args.report,
    wait: waitOption(args),
    ask: askOnTerminal(args),
    progress: args.json ? silentProgress : terminalProgress(),
    signal: args.signal,
  };
}
