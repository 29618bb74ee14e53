import { keyPrefix } from '../ids.ts';
import type { SObjectType } from '../tables.ts';
import { auditFields, datetime, flag, idField, integer, picklist, reference, text } from './fields.ts';

/** Object Reference, ApexClass. */
const apexClass: SObjectType = {
  name: 'ApexClass',
  label: 'Apex Class',
  keyPrefix: keyPrefix.ApexClass,
  api: 'both',
  fields: [
    idField,
    text('Name', { nillable: false }),
    text('NamespacePrefix', { nillable: true }),
    { name: 'ApiVersion', type: 'double', nillable: false },
    picklist('Status', ['Inactive', 'Active', 'Deleted']),
    flag('IsValid'),
    { name: 'Body', type: 'textarea', nillable: true, filterable: false },
    ...auditFields,
  ],
};

/** Object Reference, CronTrigger: the next run of a job. */
const cronTrigger: SObjectType = {
  name: 'CronTrigger',
  label: 'Scheduled Jobs',
  keyPrefix: keyPrefix.CronTrigger,
  api: 'data',
  fields: [
    idField,
    reference('CronJobDetailId', ['CronJobDetail']),
    text('CronExpression', { nillable: true }),
    text('State', { nillable: true }),
    datetime('NextFireTime', { nillable: true }),
    datetime('PreviousFireTime', { nillable: true }),
    datetime('StartTime', { nillable: true }),
    datetime('EndTime', { nillable: true }),
    integer('TimesTriggered', { nillable: true }),
    text('TimeZoneSidKey', { nillable: true }),
    reference('OwnerId', ['User']),
    reference('CreatedById', ['User']),
    datetime('CreatedDate', { nillable: false }),
    reference('LastModifiedById', ['User']),
  ],
};

/** Object Reference, CronJobDetail. */
const cronJobDetail: SObjectType = {
  name: 'CronJobDetail',
  label: 'Cron Job',
  keyPrefix: keyPrefix.CronJobDetail,
  api: 'data',
  fields: [idField, text('Name', { nillable: false }), text('JobType', { nillable: false })],
};

/** Object Reference, AsyncApexJob: current and past runs. */
const asyncApexJob: SObjectType = {
  name: 'AsyncApexJob',
  label: 'Apex Job',
  keyPrefix: keyPrefix.AsyncApexJob,
  api: 'both',
  fields: [
    idField,
    picklist('JobType', [
      'Future',
      'SharingRecalculation',
      'ScheduledApex',
      'BatchApex',
      'BatchApexWorker',
      'TestRequest',
      'TestWorker',
      'ApexToken',
      'Queueable',
    ]),
    picklist('Status', ['Queued', 'Processing', 'Aborted', 'Completed', 'Failed', 'Preparing', 'Holding']),
    text('ExtendedStatus', { nillable: true, length: 1000 }),
    reference('ApexClassId', ['ApexClass'], { nillable: true }),
    reference('CronTriggerId', ['CronTrigger'], { nillable: true }),
    text('MethodName', { nillable: true }),
    integer('JobItemsProcessed'),
    integer('TotalJobItems', { nillable: true }),
    integer('NumberOfErrors', { nillable: true }),
    datetime('CompletedDate', { nillable: true }),
    datetime('CreatedDate', { nillable: false }),
    reference('CreatedById', ['User']),
  ],
};

export const APEX_TYPES: readonly SObjectType[] = [apexClass, cronTrigger, cronJobDetail, asyncApexJob];
