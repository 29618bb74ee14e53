import { setTimeout as sleep } from 'node:timers/promises';
import { type Org, query } from '../../salesforce/index.ts';
import { apexClass } from '../apex-class.ts';
import { debugged } from '../ask.ts';
import type { Fact } from '../fact.ts';
import { sendJob } from '../job.ts';

const job = (name: string, note = 'one') =>
  apexClass(
    name,
    `public class ${name} implements Schedulable {\n  public static String note() { return '${note}'; }\n  public void execute(SchedulableContext context) { System.debug('${note}'); }\n}\n`,
  );
const schedule = (className: string, cron: string, name = `${className} job`) =>
  `System.schedule('${name}', '${cron}', new ${className}());`;
/** The message of an exception in Apex, without its type; `none` if there is none. */
const exceptionText = (lines: readonly string[]): string =>
  lines.join(' ').replace(/^System\.\w+: /, '') || 'none';

/** A cron expression for a moment that many seconds from now in the org's time, in the user's time zone. */
async function cronIn(org: Org, seconds: number): Promise<string> {
  const [user] = await query<{ TimeZoneSidKey: string }>(
    org,
    `SELECT TimeZoneSidKey FROM User WHERE Id = '${org.userId}'`,
  );
  const now = Number((await debugged(org, 'System.debug(System.currentTimeMillis());'))[0]);
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: user?.TimeZoneSidKey ?? 'UTC',
    hourCycle: 'h23',
    ...{
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    },
  }).formatToParts(now + seconds * 1000);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return `${of('second')} ${of('minute')} ${of('hour')} ${of('day')} ${of('month')} ? ${of('year')}`;
}
/** Time to wait for it, in seconds. */
const lastRun = 60;

export const apexFacts: readonly Fact[] = [
  {
    id: 'refusals-of-the-scheduler',
    sentence:
      'System.schedule rejects these with these words: a used name, an invalid cron expression, a time in the past, aborting an unknown job, and a 101st job.',
    source: 'public issue threads; the last two are assumed',
    constants: ['local/salesforce SCHEDULE_REFUSED'],
    expected: [
      'The Apex job named "KwConfScheduler job" is already scheduled for execution.',
      'Illegal cron expression format (kwconf)',
      "Based on configured schedule, the given trigger 'KwConfScheduler job' will never fire.",
      'Invalid id: 08e000000000000AAA',
      'You have exceeded the maximum number (100) of Apex scheduled jobs.',
    ].join(' | '),
    async observe({ deploy, org }) {
      const problem = await deploy(job('KwConfScheduler'));
      if (problem !== undefined) return `refused: ${problem}`;
      // An uncaught exception rolls back what was scheduled before it.
      const scripts = [
        `${schedule('KwConfScheduler', '0 0 0 1 1 ? 2099')} ${schedule('KwConfScheduler', '0 0 0 1 1 ? 2099')}`,
        schedule('KwConfScheduler', 'kwconf'),
        schedule('KwConfScheduler', '0 0 0 1 1 ? 2020'),
        "System.abortJob('08e000000000000AAA');",
        `for (Integer at = 0; at < 101; at++) { System.schedule('KwConf ' + at, '0 0 0 1 1 ? 2099', new KwConfScheduler()); }`,
      ];
      const seen: string[] = [];
      for (const script of scripts) seen.push(exceptionText(await debugged(org, script)));
      return seen.join(' | ');
    },
  },
  {
    id: 'class-with-pending-jobs',
    sentence: 'The org rejects deploying a class that has scheduled jobs.',
    source: 'Apex Developer Guide, Apex Scheduler',
    constants: ['local/salesforce PENDING_JOBS'],
    expected: 'This schedulable class has jobs pending or in progress',
    async observe({ deploy, org }) {
      const problem = await deploy(job('KwConfPending'));
      if (problem !== undefined) return `refused: ${problem}`;
      const [id = ''] = await debugged(
        org,
        `System.debug(${schedule('KwConfPending', '0 0 0 1 1 ? 2099').replace(/;$/, '')});`,
      );
      const refusal = await deploy(job('KwConfPending', 'two'));
      await debugged(org, `System.abortJob('${id}');`);
      return refusal ?? 'accepted';
    },
  },
  {
    id: 'row-of-a-scheduled-run',
    sentence: 'Each run of a scheduled job leaves a row of AsyncApexJob with this status.',
    source: 'assumed',
    constants: ['local/salesforce SCHEDULED_RUN_STATUS'],
    expected: 'Completed',
    async observe({ deploy, org }) {
      const problem = await deploy(job('KwConfRun'));
      if (problem !== undefined) return `refused: ${problem}`;
      const [id = ''] = await debugged(
        org,
        `System.debug(${schedule('KwConfRun', await cronIn(org, 3)).replace(/;$/, '')});`,
      );
      if (!/^08e\w+$/.test(id)) return `not scheduled: ${id}`;
      for (let second = 0; second < lastRun; second += 1) {
        await sleep(1000);
        const rows = await query<{ Status: string }>(
          org,
          `SELECT Status FROM AsyncApexJob WHERE CronTriggerId = '${id}' AND Status != 'Queued'`,
        );
        if (rows[0]) return rows[0].Status;
      }
      return `no run in ${lastRun} seconds`;
    },
  },
  {
    id: 'too-little-coverage',
    sentence: 'The org rejects a deploy whose tests cover too little, with these words.',
    source: 'Metadata API Developer Guide, Running Tests in a Deployment; words seen in public issue threads',
    constants: ['local/salesforce coverageTooLow'],
    expected: 'Your code coverage is 0%. You need at least 75% coverage to complete this deployment.',
    changes: 'nothing',
    async observe({ org }) {
      const files = {
        ...job('KwConfUncovered'),
        ...apexClass(
          'KwConfUncoveredTest',
          '@IsTest\nprivate class KwConfUncoveredTest {\n  @IsTest static void nothing() { System.assertEquals(1, 1); }\n}\n',
        ),
      };
      const outcome = await sendJob(org, files, { checkOnly: true, runTests: ['KwConfUncoveredTest'] });
      const problem = outcome.failures.find(({ problem: words }) => /coverage/i.test(words));
      return problem?.problem ?? outcome.failures[0]?.problem ?? outcome.status;
    },
  },
];
