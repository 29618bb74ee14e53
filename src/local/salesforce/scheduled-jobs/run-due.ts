import { CalloutFailure, runScheduled } from '../apex/index.ts';
import { ours } from '../api-error.ts';
import { restDatetime } from '../clock.ts';
import type { DueWork } from '../due-work.ts';
import { hostOf } from '../execute-anonymous.ts';
import type { Caller, Org } from '../org.ts';
import type { StoredScheduledJob } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { SCHEDULED_APEX_HAS_HIGH_ASSURANCE, SCHEDULED_RUN_STATUS } from '../uncertain.ts';
import { nextTime } from './cron.ts';
import { addAsyncJob, endQueued } from './schedule.ts';

/** ExtendedStatus has at most 1,000 characters (Object Reference, AsyncApexJob). */
const MAX_MESSAGE = 1000;

const timeOf = (datetime: string): number => Date.parse(datetime.replace('+0000', 'Z'));

const earliest = (view: View): StoredScheduledJob | undefined =>
  view
    .all('scheduledJob')
    .filter(({ nextFireTime }) => nextFireTime !== null)
    .toSorted((a, b) => timeOf(String(a.nextFireTime)) - timeOf(String(b.nextFireTime)))[0];

/**
 * Runs scheduled Apex in the order of due times, with each job's own time. If the clock is advanced past several
 * runs, all of them happen. A real org that was down runs a job once.
 */
export const scheduledApex = (org: Org): DueWork => ({
  next: () => {
    const job = earliest(org.database.view);
    return job && timeOf(String(job.nextFireTime));
  },
  run: (at) =>
    org.database.transaction(async (tx) => {
      const job = earliest(tx);
      if (job && timeOf(String(job.nextFireTime)) <= at) await runJob(org, tx, job);
    }),
});

const runJob = async (org: Org, tx: Transaction, job: StoredScheduledJob): Promise<void> => {
  const time = timeOf(String(job.nextFireTime));
  const problem = await problemOf({ ...org, clock: { ...org.clock, now: () => time } }, tx, job);
  const now = restDatetime(time);
  // The class may have unscheduled its own job.
  const left = tx.get('scheduledJob', job.id);
  if (left) {
    const ran = { ...left, previousFireTime: now, timesTriggered: left.timesTriggered + 1 };
    setNext(tx, ran, time);
  }
  addAsyncJob(tx, {
    triggerId: job.id,
    className: job.className,
    userId: job.userId,
    createdDate: now,
    completedDate: now,
    status: problem === undefined ? SCHEDULED_RUN_STATUS.done : SCHEDULED_RUN_STATUS.failed,
    extendedStatus: problem?.slice(0, MAX_MESSAGE) ?? null,
  });
};

/** A job without further runs stays, with state COMPLETE. */
const setNext = (tx: Transaction, job: StoredScheduledJob, after: number): void => {
  const next = nextTime(job.cronExpression, job.timeZone, after);
  tx.put('scheduledJob', job.id, { ...job, nextFireTime: next === undefined ? null : restDatetime(next) });
  if (next === undefined) endQueued(tx, job.id, SCHEDULED_RUN_STATUS.done, restDatetime(after));
};

/** Runs a class as the user who scheduled it, and returns what went wrong. */
const problemOf = async (
  org: Org,
  tx: Transaction,
  { id, className, userId, apiVersion }: StoredScheduledJob,
): Promise<string | undefined> => {
  const user = tx.get('user', userId);
  if (user?.IsActive !== true) return ours('the user who scheduled this is not active');
  const session = { token: '', userId, expired: false, highAssurance: SCHEDULED_APEX_HAS_HIGH_ASSURANCE };
  const caller: Caller = { session, user };
  const rollback = tx.savepoint();
  try {
    const failure = await runScheduled(className, id, hostOf(org, tx, caller, refuseCallout, apiVersion));
    return failure?.message;
  } catch (error) {
    // A failing job must not fail the request that triggers it.
    rollback();
    return ours(`a bug: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Apex Developer Guide, "Apex Scheduler": synchronous callouts are not supported from scheduled Apex. */
const refuseCallout = (): never => {
  throw new CalloutFailure('Callout from scheduled Apex not supported.');
};
