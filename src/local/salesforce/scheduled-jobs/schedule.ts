import { AsyncFailure } from '../apex/index.ts';
import { restDatetime } from '../clock.ts';
import { id18, keyPrefix } from '../ids.ts';
import type { Caller, Org } from '../org.ts';
import type { StoredScheduledJob } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { SCHEDULE_REFUSED } from '../uncertain.ts';
import { isCronExpression, nextTime } from './cron.ts';

/** Apex Developer Guide, "Apex Scheduler": the maximum number of jobs. */
const MAX_JOBS = 100;

/** Jobs with a future run. */
const isPending = ({ nextFireTime }: StoredScheduledJob): boolean => nextFireTime !== null;

export const hasPendingJobs = (view: View, className: string): boolean =>
  view
    .all('scheduledJob')
    .some((job) => isPending(job) && job.className.toLowerCase() === className.toLowerCase());

/**
 * `System.schedule`: uses the user's time zone and runs as that user (Apex Reference Guide, "System Class").
 *
 * @returns the CronTrigger's id
 * @throws {AsyncFailure}
 */
export const scheduleJob = (
  tx: Transaction,
  org: Org,
  caller: Caller,
  apiVersion: number,
  { name, cron, className }: { readonly name: string; readonly cron: string; readonly className: string },
): string => {
  const pending = tx.all('scheduledJob').filter(isPending);
  if (pending.some((job) => job.name.toLowerCase() === name.toLowerCase()))
    throw new AsyncFailure('AsyncException', SCHEDULE_REFUSED.nameTaken(name));
  if (pending.length >= MAX_JOBS) throw new AsyncFailure('AsyncException', SCHEDULE_REFUSED.tooMany);
  if (!isCronExpression(cron)) throw new AsyncFailure('StringException', SCHEDULE_REFUSED.illegalCron(cron));
  const now = org.clock.now();
  const timeZone = String(caller.user.TimeZoneSidKey);
  const next = nextTime(cron, timeZone, now);
  if (next === undefined) throw new AsyncFailure('AsyncException', SCHEDULE_REFUSED.neverFires(name));
  const id = tx.nextId(keyPrefix.CronTrigger);
  const createdDate = restDatetime(now);
  tx.put('scheduledJob', id, {
    id,
    detailId: tx.nextId(keyPrefix.CronJobDetail),
    name,
    className,
    cronExpression: cron,
    userId: String(caller.user.Id),
    timeZone,
    apiVersion,
    createdDate,
    nextFireTime: restDatetime(next),
    previousFireTime: null,
    timesTriggered: 0,
  });
  addAsyncJob(tx, {
    triggerId: id,
    className,
    userId: String(caller.user.Id),
    createdDate,
    status: 'Queued',
  });
  return id;
};

/** `System.abortJob`, by the id of a CronTrigger or of its AsyncApexJob. */
export const abortJob = (tx: Transaction, org: Org, id: string): void => {
  const key = id18(id);
  const job = tx.get('scheduledJob', String(tx.get('asyncApexJob', key)?.CronTriggerId ?? key));
  if (job === undefined) throw new AsyncFailure('StringException', SCHEDULE_REFUSED.noSuchJob(id));
  tx.remove('scheduledJob', job.id);
  endQueued(tx, job.id, 'Aborted', restDatetime(org.clock.now()));
};

/** Ends the row for the future runs. */
export const endQueued = (tx: Transaction, triggerId: string, status: string, now: string): void => {
  for (const row of tx.all('asyncApexJob'))
    if (row.CronTriggerId === triggerId && row.Status === 'Queued')
      tx.put('asyncApexJob', String(row.Id), { ...row, Status: status, CompletedDate: now });
};

export const addAsyncJob = (
  tx: Transaction,
  {
    triggerId,
    className,
    userId,
    createdDate,
    status,
    completedDate = null,
    extendedStatus = null,
  }: {
    readonly triggerId: string;
    readonly className: string;
    readonly userId: string;
    readonly createdDate: string;
    readonly status: string;
    readonly completedDate?: string | null;
    readonly extendedStatus?: string | null;
  },
): void => {
  const id = tx.nextId(keyPrefix.AsyncApexJob);
  const classId = tx
    .all('component')
    .find(
      ({ type, fullName }) => type === 'ApexClass' && fullName.toLowerCase() === className.toLowerCase(),
    )?.id;
  tx.put('asyncApexJob', id, {
    Id: id,
    JobType: 'ScheduledApex',
    Status: status,
    ExtendedStatus: extendedStatus,
    ApexClassId: classId ?? null,
    CronTriggerId: triggerId,
    MethodName: null,
    JobItemsProcessed: 0,
    TotalJobItems: 0,
    NumberOfErrors: status === 'Failed' ? 1 : 0,
    CompletedDate: completedDate,
    CreatedDate: createdDate,
    CreatedById: userId,
  });
};
