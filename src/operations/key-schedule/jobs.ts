import { KeywayError } from '../../errors/index.ts';
import { apexString, executeAnonymous, fillApex, type Org, readTemplate } from '../../salesforce/index.ts';

/** A job to schedule. */
export interface WantedJob {
  readonly name: string;
  readonly cron: string;
}

/**
 * Unschedules some jobs and schedules others in one transaction.
 *
 * @param jobs the ids of CronTriggers
 * @throws KeywayError `ScheduleFailed` with the org's message
 */
export async function changeJobs(
  org: Org,
  className: string,
  change: { readonly abort: readonly string[]; readonly schedule: readonly WantedJob[] },
): Promise<void> {
  const blocks = [
    ...(change.abort.length > 0
      ? [fillApex(readTemplate('apex/abort-jobs.apex'), { jobIds: change.abort.map(apexString) })]
      : []),
    ...change.schedule.map(({ name, cron }) =>
      fillApex(readTemplate('apex/schedule-job.apex'), {
        jobName: [apexString(name)],
        cron: [apexString(cron)],
        className: [className],
      }),
    ),
  ];
  if (blocks.length === 0) return;
  const result = await executeAnonymous(org, blocks.join('\n'));
  if (result.kind === 'success') return;
  const reason = result.kind === 'exception' ? result.message : result.problem;
  throw new KeywayError('ScheduleFailed', `The org didn't change its scheduled jobs: ${reason}`, {
    actions: ['The jobs are unchanged.'],
  });
}
