import type { OrgOptions, Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { activeOf, isCustomersOwn } from '../../keys/life-cycle.ts';
import { type TenantSecret, tenantSecretTypes } from '../../keys/tenant-secret.ts';
import { type ApexRun, query, type ScheduledJob, soql } from '../../salesforce/index.ts';
import { factsOf, type KeyFacts } from '../key/key-facts.ts';
import { type KeySession, withKeySession } from '../key/key-session.ts';
import { rotationClasses, scheduledDescription } from './classes.ts';
import { requireRotatable } from './require.ts';
import { defaultName } from './set.ts';
import { readSchedule } from './state.ts';

export interface KeyScheduleStatusOptions extends OrgOptions {
  /** Default: every type that has a class or a job. */
  readonly type?: string | undefined;
  readonly name?: string | undefined;
}

/** The scheduled rotation of one type. Times are ISO 8601. */
export interface TypeSchedule {
  readonly type: string;
  readonly className: string;
  /** `differs`: not as this version of keyway writes it. */
  readonly classes: 'current' | 'differs' | 'none';
  readonly job:
    | (Pick<ScheduledJob, 'id' | 'name' | 'cron' | 'state' | 'next' | 'timesTriggered' | 'timeZone'> & {
        /** The user that it runs as. */
        readonly owner: string;
      })
    | null;
  readonly lastRun:
    | (ApexRun & {
        /** The key that it created; null if none. */
        readonly key: KeyFacts | null;
      })
    | null;
  /** What needs attention. */
  readonly note?: string;
}

export interface KeyScheduleStatus extends OrgSummary {
  readonly schedules: readonly TypeSchedule[];
}

/** Shows for each type when it is rotated next, how the last run ended, and the key that it created. */
export async function keyScheduleStatus(
  options: KeyScheduleStatusOptions,
): Promise<KeyScheduleStatus & Remarks> {
  return withKeySession(options, 'reading schedules', async (keys) => {
    const types =
      options.type === undefined ? tenantSecretTypes : [requireRotatable(options.type, keys.secrets)];
    const all = await Promise.all(types.map((type) => statusOf(keys, type, options.name)));
    const schedules =
      options.type === undefined ? all.filter(({ classes, job }) => classes !== 'none' || job) : all;
    return { ...describeOrg(keys.session), schedules };
  });
}

async function statusOf(keys: KeySession, type: string, name = defaultName(type)): Promise<TypeSchedule> {
  const classes = rotationClasses(type);
  const state = await readSchedule(keys.org, classes, [name]);
  const job = state.jobs.find(({ ofClass }) => ofClass !== false);
  const run = state.runs[0] ?? runOfJob(job);
  const key = run && keyMadeBy(run, keys.secrets, type);
  const note = describeScheduleNote(keys, type, {
    job,
    classes: state.classes,
    failed: run?.status === 'Failed',
  });
  return {
    type,
    className: classes.className,
    classes: state.classes,
    job: job ? await readJobSummary(keys, job) : null,
    lastRun: run ? { ...run, key: key ? factsOf(key) : null } : null,
    ...(note === undefined ? {} : { note }),
  };
}

/** A run may have no row in AsyncApexJob. Its trigger still has the time. */
function runOfJob(job: ScheduledJob | undefined): ApexRun | undefined {
  return job?.previous === undefined
    ? undefined
    : { status: 'Unknown', message: undefined, at: job.previous };
}

/** A run takes minutes at most, and its row may be a little older or newer than the key. */
const BEFORE = 60 * 60_000;
const AFTER = 10 * 60_000;

/** The newest key with keyway's description, created around the time of a run. */
function keyMadeBy(run: ApexRun, secrets: readonly TenantSecret[], type: string): TenantSecret | undefined {
  const at = Date.parse(run.at);
  return secrets.findLast(
    (secret) =>
      secret.type === type &&
      secret.description === scheduledDescription &&
      Date.parse(secret.createdAt) >= at - BEFORE &&
      Date.parse(secret.createdAt) <= at + AFTER,
  );
}

function describeScheduleNote(
  { secrets }: KeySession,
  type: string,
  about: { readonly job: ScheduledJob | undefined; readonly classes: string; readonly failed: boolean },
): string | undefined {
  const active = activeOf(secrets, type);
  if (about.job && active && isCustomersOwn(active))
    return `the active key (version ${active.version}) is the customer's own: runs do nothing`;
  if (about.job?.state === 'ERROR') return 'the org no longer runs it: schedule it again';
  if (about.failed) return 'the last run failed and changed nothing';
  if (about.job && about.classes === 'differs')
    return 'the class differs from what keyway writes: schedule it again';
  if (!about.job && about.classes !== 'none') return 'the org has the class, but no job is scheduled';
  return undefined;
}

async function readJobSummary({ org }: KeySession, job: ScheduledJob) {
  const [user] = await query<{ readonly Username: string }>(
    org,
    soql`SELECT Username FROM User WHERE Id = ${job.ownerId}`,
  );
  const { id, name, cron, state, next, timesTriggered, timeZone } = job;
  return { id, name, cron, state, next, timesTriggered, timeZone, owner: user?.Username ?? job.ownerId };
}
