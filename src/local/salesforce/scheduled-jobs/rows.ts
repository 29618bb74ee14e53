import type { View } from '../store/database.ts';
import type { Row } from '../tables.ts';

/** Object Reference, CronTrigger. */
export const cronTriggerRows = (view: View): readonly Row[] =>
  view.all('scheduledJob').map((job) => ({
    Id: job.id,
    CronJobDetailId: job.detailId,
    CronExpression: job.cronExpression,
    State: job.nextFireTime === null ? 'COMPLETE' : 'WAITING',
    NextFireTime: job.nextFireTime,
    PreviousFireTime: job.previousFireTime,
    StartTime: job.createdDate,
    EndTime: null,
    TimesTriggered: job.timesTriggered,
    TimeZoneSidKey: job.timeZone,
    OwnerId: job.userId,
    CreatedById: job.userId,
    CreatedDate: job.createdDate,
    LastModifiedById: job.userId,
  }));

/** Object Reference, CronJobDetail; 7 is Scheduled Apex. */
export const cronJobDetailRows = (view: View): readonly Row[] =>
  view.all('scheduledJob').map(({ detailId, name }) => ({ Id: detailId, Name: name, JobType: '7' }));
