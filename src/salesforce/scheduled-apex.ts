import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { query } from './query.ts';
import { soql } from './soql.ts';

/** One of the org's own Apex classes. */
export interface ApexClassText {
  readonly name: string;
  readonly body: string;
  /** `66.0` */
  readonly apiVersion: string;
}

/** A pending job of System.schedule (Object Reference, CronTrigger). Times are ISO 8601. */
export interface ScheduledJob {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  /** `WAITING`, `ERROR`, … */
  readonly state: string;
  readonly next: string | undefined;
  readonly previous: string | undefined;
  readonly timesTriggered: number;
  /** The time zone of the cron expression. */
  readonly timeZone: string | undefined;
  readonly ownerId: string;
  /** Whether it runs the requested class; undefined if the org doesn't show it. */
  readonly ofClass: boolean | undefined;
}

/** One scheduled run of a class (Object Reference, AsyncApexJob). */
export interface ApexRun {
  /** `Completed`, `Failed`, `Aborted`, … */
  readonly status: string;
  readonly message: string | undefined;
  /** ISO 8601. */
  readonly at: string;
}

/** Reads the org's own classes with these names. */
export async function readApexClasses(org: Org, names: readonly string[]): Promise<readonly ApexClassText[]> {
  const rows = await query<{
    Name: string;
    Body: string;
    ApiVersion: number;
    NamespacePrefix: string | null;
  }>(
    org,
    soql`SELECT Name, Body, ApiVersion, NamespacePrefix FROM ApexClass WHERE Name IN ${names}`,
    'reading Apex classes',
  );
  return rows
    .filter(({ NamespacePrefix }) => (NamespacePrefix ?? null) === org.namespacePrefix)
    .map(({ Name, Body, ApiVersion }) => ({
      name: Name,
      body: Body,
      apiVersion: Number(ApiVersion).toFixed(1),
    }));
}

interface TriggerRow {
  readonly Id: string;
  readonly CronJobDetail: { readonly Name: string } | null;
  readonly CronExpression: string | null;
  readonly State: string | null;
  readonly NextFireTime: string | null;
  readonly PreviousFireTime: string | null;
  readonly TimesTriggered: number | null;
  readonly TimeZoneSidKey: string | null;
  readonly OwnerId: string;
}

interface RunRow {
  readonly Status: string;
  readonly ExtendedStatus: string | null;
  readonly CompletedDate: string | null;
  readonly CreatedDate: string;
}

/** States after which a trigger no longer fires. */
const ENDED = ['COMPLETE', 'DELETED'];
/** Statuses of pending runs. */
const TO_COME = ['Queued', 'Holding', 'Preparing', 'Processing'];

/**
 * Reads the jobs that run a class or have one of these names, and the newest runs of the class, newest first. Only
 * AsyncApexJob shows which class a job runs, and only in orgs with CronTriggerId there.
 */
export async function readScheduledApex(
  org: Org,
  { className, jobNames }: { readonly className: string; readonly jobNames: readonly string[] },
): Promise<{ readonly jobs: readonly ScheduledJob[]; readonly runs: readonly ApexRun[] }> {
  const [triggers, classes, ended] = await Promise.all([
    query<TriggerRow>(
      org,
      soql`SELECT Id, CronJobDetail.Name, CronExpression, State, NextFireTime, PreviousFireTime, TimesTriggered, TimeZoneSidKey, OwnerId FROM CronTrigger WHERE CronJobDetail.JobType = ${'7'} AND State NOT IN ${ENDED}`,
      'reading scheduled jobs',
    ),
    readClassesOfJobs(org),
    query<RunRow>(
      org,
      soql`SELECT Status, ExtendedStatus, CompletedDate, CreatedDate FROM AsyncApexJob WHERE JobType = ${'ScheduledApex'} AND ApexClass.Name = ${className} AND Status NOT IN ${[...TO_COME, 'Aborted']} ORDER BY CreatedDate DESC LIMIT ${20}`,
      'reading runs of scheduled Apex',
    ),
  ]);
  const named = new Set(jobNames.map((name) => name.toLowerCase()));
  const jobs = triggers
    .map((row): ScheduledJob => {
      const found = classes.get(row.Id);
      return {
        id: row.Id,
        name: row.CronJobDetail?.Name ?? '',
        cron: row.CronExpression ?? '',
        state: row.State ?? '',
        next: isoTime(row.NextFireTime),
        previous: isoTime(row.PreviousFireTime),
        timesTriggered: row.TimesTriggered ?? 0,
        timeZone: row.TimeZoneSidKey ?? undefined,
        ownerId: row.OwnerId,
        ofClass: found === undefined ? undefined : found === className,
      };
    })
    .filter((job) => job.ofClass === true || named.has(job.name.toLowerCase()));
  const runs = ended.map(({ Status, ExtendedStatus, CompletedDate, CreatedDate }) => ({
    status: Status,
    message: ExtendedStatus ?? undefined,
    at: isoTime(CompletedDate ?? CreatedDate) as string,
  }));
  return { jobs, runs };
}

/** The class of each job, by the id of its trigger; empty if an org doesn't show it. */
async function readClassesOfJobs(org: Org): Promise<ReadonlyMap<string, string>> {
  try {
    const rows = await query<{ CronTriggerId: string | null; ApexClass: { Name: string } | null }>(
      org,
      soql`SELECT CronTriggerId, ApexClass.Name FROM AsyncApexJob WHERE JobType = ${'ScheduledApex'} AND Status IN ${TO_COME}`,
      'reading scheduled jobs',
    );
    return new Map(
      rows.flatMap(({ CronTriggerId, ApexClass }) =>
        CronTriggerId === null ? [] : [[CronTriggerId, ApexClass?.Name ?? '']],
      ),
    );
  } catch (error) {
    if (errorCodeOf(error) === 'INVALID_FIELD') return new Map();
    throw error;
  }
}

/** Datetimes have the form `2027-01-01T11:00:00.000+0000`. */
function isoTime(value: string | null): string | undefined {
  return value === null ? undefined : new Date(value.replace('+0000', 'Z')).toISOString();
}
