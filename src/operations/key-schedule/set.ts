import { confirmProtectedOrg } from '../../engine/approve.ts';
import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { readCron, shortestGap } from '../../keys/cron.ts';
import { activeOf, keyRisks } from '../../keys/life-cycle.ts';
import { rotationHours } from '../../keys/rotation.ts';
import type { Session } from '../../kinds/session.ts';
import {
  type DeployOutcome,
  type DeployProgress,
  deploy,
  type ScheduledJob,
} from '../../salesforce/index.ts';
import type { KeyChangeOptions } from '../key/key-session.ts';
import { type KeySession, withKeySession } from '../key/key-session.ts';
import { classFiles, type RotationClasses, rotationClasses } from './classes.ts';
import { changeJobs, type WantedJob } from './jobs.ts';
import { requireApexPermissions, requireRotatable } from './require.ts';
import { readSchedule, type ScheduleState } from './state.ts';

export interface KeyScheduleOptions extends KeyChangeOptions {
  readonly type: string;
  /** As in `0 0 3 1 JAN,APR,JUL,OCT ?`. */
  readonly cron: string;
  /** The job's name; default: the existing job's, or one that contains the type. */
  readonly name?: string | undefined;
  /** Time to wait for the deploy job, in milliseconds. */
  readonly wait?: number | undefined;
  readonly onProgress?: ((progress: DeployProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface KeyScheduleResult extends OrgSummary {
  readonly type: string;
  readonly className: string;
  readonly outcome: 'unchanged' | 'scheduled' | 'changed';
  /** null if no job was sent. */
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly job: Pick<ScheduledJob, 'id' | 'name' | 'cron' | 'next'>;
  /** Remarks on the cron expression. */
  readonly remarks: readonly string[];
}

const DEFAULT_WAIT = 33 * 60_000;

/**
 * Lets the org rotate a type of tenant secret on a schedule. An Apex class creates the next key if Salesforce
 * generated the active one, and does nothing otherwise. Reads the org first, and sends nothing if there is nothing
 * to do.
 *
 * @throws KeywayError `RisksNotAllowed` (`key-source-change`) if the active key is the customer's own;
 * `CronInvalid`,
 *   `PermissionMissing`, `JobNameTaken`, `ProtectedOrg`, `DeployFailed`, `ScheduleFailed`
 */
export async function keySchedule(options: KeyScheduleOptions): Promise<KeyScheduleResult & Remarks> {
  return withKeySession(options, 'scheduling rotation', async (keys) => {
    const { session, org, secrets } = keys;
    const type = requireRotatable(options.type, secrets);
    const cron = readCron(options.cron, keys.now);
    refuseCustomersOwn(keys, type);
    await requireApexPermissions(session, org);
    const classes = rotationClasses(type);
    const name = options.name?.trim() || undefined;
    const state = await readSchedule(org, classes, [name ?? defaultName(type)]);
    const ours = state.jobs.filter(({ ofClass }) => ofClass !== false);
    const wanted = { name: name ?? ours[0]?.name ?? defaultName(type), cron };
    refuseForeignJob(state, wanted.name, classes);
    const remarks = remarksOn(keys, type, cron);
    const summary = { ...describeOrg(session), type, className: classes.className };
    const [only] = ours;
    if (state.classes === 'current' && ours.length === 1 && only && isAsWanted(only, wanted))
      return { ...summary, outcome: 'unchanged' as const, deploy: null, job: jobSummary(only), remarks };
    await confirmProtectedOrg(org, session.config.environment, options);
    const change = { classes, before: ours, wanted };
    const sent =
      state.classes === 'current'
        ? await changeJobs(org, classes.className, { abort: ids(ours), schedule: [wanted] })
        : await replaceClasses(session, keys, change, options);
    const job = (await readSchedule(org, classes, [wanted.name])).jobs.find((one) => isAsWanted(one, wanted));
    if (!job)
      throw new KeywayError(
        'ScheduleFailed',
        `The org doesn't show the job "${wanted.name}" that it scheduled.`,
      );
    const deployed = sent ? { id: sent.id, status: sent.status } : null;
    const outcome = ours.length > 0 ? ('changed' as const) : ('scheduled' as const);
    return { ...summary, outcome, deploy: deployed, job: jobSummary(job), remarks };
  });
}

interface ScheduleChange {
  readonly classes: RotationClasses;
  readonly before: readonly ScheduledJob[];
  readonly wanted: WantedJob;
}

/** An org refuses a class with pending jobs. So keyway unschedules them first, and restores them if anything fails. */
async function replaceClasses(
  session: Session,
  { org }: KeySession,
  { classes, before, wanted }: ScheduleChange,
  { wait = DEFAULT_WAIT, onProgress, signal }: KeyScheduleOptions,
): Promise<DeployOutcome> {
  const { className, testClassName } = classes;
  await changeJobs(org, className, { abort: ids(before), schedule: [] });
  try {
    const outcome = await deploy(session.org, classFiles(classes, session.org.apiVersion), {
      runTests: [testClassName],
      wait,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
    if (!outcome.success) throw deployFailed(outcome);
    await changeJobs(org, className, { abort: [], schedule: [wanted] });
    return outcome;
  } catch (error) {
    throw await putBack(error, org, className, before);
  }
}

/** Restores the earlier jobs and adds the result to the error. */
async function putBack(
  error: unknown,
  org: KeySession['org'],
  className: string,
  before: readonly ScheduledJob[],
): Promise<unknown> {
  if (before.length === 0 || !(error instanceof KeywayError)) return error;
  const again = (action: string) =>
    new KeywayError(error.code, error.message, {
      actions: [...error.actions, action],
      cause: error.cause,
      exitCode: error.exitCode,
      data: error.data,
    });
  const names = before.map(({ name }) => `"${name}"`).join(', ');
  // If the deploy still runs, scheduling the job again would make it fail.
  if (error.exitCode !== 1)
    return again(
      `Nothing is scheduled until then, because ${names} was unscheduled for the deploy. Run the same command again.`,
    );
  try {
    await changeJobs(org, className, { abort: [], schedule: before });
    return again(`${names} is scheduled as before.`);
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    return again(`${names} (${before.map(({ cron }) => cron).join(', ')}) is no longer scheduled: ${why}`);
  }
}

function deployFailed({ id, status, failures }: DeployOutcome): KeywayError {
  const reasons = failures.map(({ fullName, line, problem }) =>
    [fullName && `${fullName}${line === undefined ? '' : `:${line}`}`, problem].filter(Boolean).join(': '),
  );
  return new KeywayError(
    'DeployFailed',
    `The deploy job ${id} of the Apex classes for the rotation ended with status ${status}: ${reasons.join('; ') || 'the org gave no reason'}`,
    { actions: ['The classes are unchanged.'], data: { deployId: id, failures } },
  );
}

/** @throws KeywayError `RisksNotAllowed`. No flag allows it, because the class would do nothing. */
function refuseCustomersOwn({ secrets }: KeySession, type: string): void {
  if (!keyRisks(secrets, { type, source: 'HSM' }).includes('key-source-change')) return;
  const active = activeOf(secrets, type);
  const which = active ? `version ${active.version}, ${active.source}` : 'fetched from a key service';
  throw new KeywayError(
    'RisksNotAllowed',
    `keyway can't schedule the rotation of ${type} (key-source-change): the active key (${which}) is the customer's own, and a key made by Salesforce would replace it.`,
    {
      actions: [
        'Nothing was changed, and no flag allows it: the scheduled class leaves such a key alone. Rotate it with keyway key rotate.',
      ],
      data: { risks: [{ risk: 'key-source-change', names: [type] }] },
    },
  );
}

/** @throws KeywayError `JobNameTaken` if a job with that name runs another class */
function refuseForeignJob({ jobs }: ScheduleState, name: string, { className }: RotationClasses): void {
  const foreign = jobs.find((job) => job.ofClass === false && job.name.toLowerCase() === name.toLowerCase());
  if (!foreign) return;
  throw new KeywayError(
    'JobNameTaken',
    `The org has a scheduled job "${name}" that does not run ${className}.`,
    {
      actions: ['Nothing was changed. Choose another name for the job: --name.'],
    },
  );
}

/** Runs that are closer together than the documented limit may fail. */
function remarksOn({ pace, now }: KeySession, type: string, cron: string): readonly string[] {
  const gap = shortestGap(cron, now);
  const limit = rotationHours(type, pace);
  if (gap === undefined || gap > limit) return [];
  return [
    `${cron} runs every ${hours(gap)} at its shortest interval, but Salesforce documents one key of type ${type} every ${hours(limit)}. A run that comes too early fails and changes nothing.`,
  ];
}

function hours(count: number): string {
  if (count === 1) return 'hour';
  return count % 24 === 0 && count > 24 ? `${count / 24} days` : `${Math.round(count * 10) / 10} hours`;
}

/** Whether the job is as requested. The org no longer runs a job in state ERROR. */
function isAsWanted(job: ScheduledJob, { name, cron }: WantedJob): boolean {
  return job.name === name && sameCron(job.cron, cron) && job.state !== 'ERROR';
}

const sameCron = (left: string, right: string): boolean => plain(left) === plain(right);
const plain = (cron: string): string => cron.trim().toUpperCase().split(/\s+/).join(' ');
const ids = (jobs: readonly ScheduledJob[]): readonly string[] => jobs.map(({ id }) => id);
const jobSummary = ({ id, name, cron, next }: ScheduledJob) => ({ id, name, cron, next });

export function defaultName(type: string): string {
  return `Keyway rotation of ${type}`;
}
