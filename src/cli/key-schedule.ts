import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import { keyScheduleRemove } from '../operations/key-schedule/remove.ts';
import { keySchedule } from '../operations/key-schedule/set.ts';
import { keyScheduleStatus, type TypeSchedule } from '../operations/key-schedule/status.ts';
import type { Outcome } from '../report/output.ts';
import { columns } from '../report/table.ts';
import { print, printable } from '../report/terminal.ts';
import { askOnTerminal } from './ask.ts';
import { defineCommand, type FlagsOf } from './command.ts';
import { orgOptions, waitFlag, waitOption, warningsOf } from './flags.ts';
import { keyFlags } from './key-flags.ts';

const flags = (args: Argv) =>
  waitFlag(keyFlags(args))
    .positional('type', { type: 'string', describe: 'Data, SearchIndex, Analytics, …' })
    .option('cron', {
      type: 'string',
      describe: 'schedule: seconds minutes hours day month weekday [year], in the time zone of the user',
      requiresArg: true,
    })
    .option('name', { type: 'string', describe: 'name of the job', requiresArg: true })
    .option('status', { type: 'boolean', describe: 'show next run, last run, and the key it made' })
    .option('remove', { type: 'boolean', describe: 'remove the job and its class' })
    .option('yes', { type: 'boolean', describe: 'skip the confirmation for a protected org' })
    .conflicts('status', ['remove', 'cron'])
    .conflicts('remove', 'cron');

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    const type = args.type;
    if (args.status === true) return status(args, type);
    if (type === undefined)
      throw new KeywayError('UsageWrong', 'keyway key schedule needs a type of key.', {
        actions: ['For example: keyway key schedule Data --status'],
      });
    return args.remove === true ? remove(args, type) : set(args, type);
  },
});

async function set(args: Flags, type: string): Promise<Outcome> {
  const cron = args.cron;
  if (cron === undefined)
    throw new KeywayError('UsageWrong', `keyway key schedule ${type} needs --cron, --status or --remove.`, {
      actions: ['For example: --cron "0 0 3 1 JAN,APR,JUL,OCT ?"'],
    });
  const { warnings, heading, ...result } = await keySchedule({ ...changeOptions(args), type, cron });
  if (!args.json) {
    const { job, outcome, deploy } = result;
    print(printable(heading));
    print(
      outcome === 'unchanged'
        ? 'Nothing to do.'
        : `Scheduled${deploy ? `, by deploy job ${deploy.id}` : ''}.`,
    );
    print(`  ${printable(job.name)}  ${job.cron}  next run ${job.next ?? 'unknown'}`);
  }
  return { result, warnings: [...warningsOf(warnings), ...result.remarks] };
}

async function remove(args: Flags, type: string): Promise<Outcome> {
  const { warnings, heading, ...result } = await keyScheduleRemove({ ...changeOptions(args), type });
  if (!args.json) {
    print(printable(heading));
    const what = [...result.jobs, ...result.classes].map(printable).join(', ');
    print(result.outcome === 'none' ? `Nothing is scheduled for ${type}.` : `Removed: ${what}.`);
  }
  return { result, warnings: warningsOf(warnings) };
}

async function status(args: Flags, type: string | undefined): Promise<Outcome> {
  const { warnings, heading, ...result } = await keyScheduleStatus({
    ...orgOptions(args),
    type,
    name: args.name,
  });
  if (!args.json) {
    print(printable(heading));
    if (result.schedules.length === 0) print('Nothing is scheduled.');
    for (const schedule of result.schedules) print(formatSchedule(schedule).join('\n'));
  }
  return { result, warnings: warningsOf(warnings) };
}

function formatSchedule({ type, className, classes, job, lastRun, note }: TypeSchedule): readonly string[] {
  const made = lastRun?.key
    ? `created version ${lastRun.key.version} (${lastRun.key.status})`
    : 'created no key';
  const rows = [
    [
      'class',
      `${className}${classes === 'current' ? '' : `, ${classes === 'none' ? 'missing' : 'differs'}`}`,
    ],
    [
      'job',
      job ? `${job.name}  ${job.cron}${job.timeZone ? ` (${job.timeZone})` : ''}, as ${job.owner}` : 'none',
    ],
    ['next run', job?.next ?? 'none'],
    [
      'last run',
      lastRun ? [lastRun.at, lastRun.status, lastRun.message, made].filter(Boolean).join(', ') : 'none yet',
    ],
    ...(note ? [['note', note]] : []),
  ];
  return [type, ...columns(rows.map(([name = '', value = '']) => [`  ${name}`, printable(value)]))];
}

const changeOptions = (args: Flags) => ({
  ...orgOptions(args),
  name: args.name,
  yes: args.yes === true,
  ask: askOnTerminal(args),
  wait: waitOption(args),
  signal: args.signal,
});
