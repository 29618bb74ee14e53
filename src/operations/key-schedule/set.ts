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
import { inKeySession, type KeySession } from '../key/key-session.ts';
import { classFiles, type RotationClasses, rotationClasses } from './classes.ts';
import { changeJobs, type WantedJob } from './jobs.ts';
import { requireApexPermissions, requireRotatable } from './require.ts';
import { readSchedule, type ScheduleState } from './state.ts';

export interface KeyScheduleOptions extends KeyChangeOptions {
  readonly type: string;
  /** `0 0 3 1 JAN,APR,JUL,OCT ?` */
  readonly cron: string;
  /** Of the job; without it that of the job that is there, or one made from the type. */
  readonly name?: string | undefined;
  /** How long to wait for the deploy job, in milliseconds. */
  readonly wait?: number | undefined;
  readonly onProgress?: ((progress: DeployProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface KeyScheduleResult extends OrgSummary {
  readonly type: string;
  readonly className: string;
  readonly outcome: 'unchanged' | 'scheduled' | 'changed';
  /** null when no job was sent. */
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly job: Pick<ScheduledJob, 'id' | 'name' | 'cron' | 'next'>;
  /** What is to be known of the cron line. */
  readonly remarks: readonly string[];
}

const DEFAULT_WAIT = 33 * 60_000;

/**
 * Has the org rotate a type of tenant secret by itself, on a cron line: with an Apex class that makes the next key
 * where the active one is Salesforce's, and does nothing otherwise. What is there already is read first; where nothing
 * is to be done, nothing is sent.
 *
 * @throws KeywayError `RisksNotAllowed` (`key-source-change`) where the active key is the customer's own; `CronInvalid`,
 *   `PermissionMissing`, `JobNameTaken`, `ProtectedOrg`, `DeployFailed`, `ScheduleFailed`
 */
export async function keySchedule(options: KeyScheduleOptions): Promise<KeyScheduleResult & Remarks> {
  return inKeySession(options, 'scheduling rotation', async (keys) => {
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
      return { ...summary, outcome: 'unchanged' as const, deploy: null, job: shown(only), remarks };
    await confirmProtectedOrg(org, session.config.environment, options);
    const change = { classes, before: ours, wanted };
    const sent =
      state.classes === 'current'
        ? await changeJobs(org, classes.className, { abort: ids(ours), schedule: [wanted] })
        : await replaceClasses(session, keys, change, options);
    const job = (await readSchedule(org, classes, [wanted.name])).jobs.find((one) => isAsWanted(one, wanted));
    if (!job)
      throw new KeywayError('ScheduleFailed', `The org does not show the job "${wanted.name}" that it made.`);
    const deployed = sent ? { id: sent.id, status: sent.status } : null;
    const outcome = ours.length > 0 ? ('changed' as const) : ('scheduled' as const);
    return { ...summary, outcome, deploy: deployed, job: shown(job), remarks };
  });
}

interface ScheduleChange {
  readonly classes: RotationClasses;
  readonly before: readonly ScheduledJob[];
  readonly wanted: WantedJob;
}

/** An org refuses a class whose jobs wait: these are taken off first, and put back where anything fails. */
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

/** The error of what failed, with what became of the jobs that were there before. */
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
  // A deploy that goes on would meet the job in its way, and fail.
  if (error.exitCode !== 1)
    return again(
      `Until then nothing is scheduled: ${names} was taken off for it. Run the same command again.`,
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
    `The deploy job ${id} of the rotation's Apex ended as ${status}: ${reasons.join('; ') || 'no reason was given'}`,
    { actions: ['The classes are as they were.'], data: { deployId: id, failures } },
  );
}

/** @throws KeywayError `RisksNotAllowed`: nothing can allow it, since the class itself does nothing then */
function refuseCustomersOwn({ secrets }: KeySession, type: string): void {
  if (!keyRisks(secrets, { type, source: 'HSM' }).includes('key-source-change')) return;
  const active = activeOf(secrets, type);
  const which = active ? `version ${active.version}, ${active.source}` : 'fetched from their key service';
  throw new KeywayError(
    'RisksNotAllowed',
    `Scheduled rotation of ${type} carries the risk key-source-change: the active key (${which}) is the customer's own, and a key made by Salesforce would take its place.`,
    {
      actions: [
        'Nothing was changed. No flag allows it: the scheduled class leaves such a key alone. Rotate it by keyway key rotate.',
      ],
      data: { risks: [{ risk: 'key-source-change', names: [type] }] },
    },
  );
}

/** @throws KeywayError `JobNameTaken` where a job of that name runs another class */
function refuseForeignJob({ jobs }: ScheduleState, name: string, { className }: RotationClasses): void {
  const foreign = jobs.find((job) => job.ofClass === false && job.name.toLowerCase() === name.toLowerCase());
  if (!foreign) return;
  throw new KeywayError(
    'JobNameTaken',
    `The org has a scheduled job "${name}" that does not run ${className}.`,
    {
      actions: ['Nothing was changed. Give the job another name: --name.'],
    },
  );
}

/** An org makes a key so often and no more: what runs sooner fails. */
function remarksOn({ pace, now }: KeySession, type: string, cron: string): readonly string[] {
  const gap = shortestGap(cron, now);
  const limit = rotationHours(type, pace);
  if (gap === undefined || gap > limit) return [];
  return [
    `${cron} comes every ${hours(gap)} at its closest, but an org makes a key of type ${type} every ${hours(limit)} and no sooner: runs that come too early fail, and change nothing.`,
  ];
}

function hours(count: number): string {
  if (count === 1) return 'hour';
  return count % 24 === 0 && count > 24 ? `${count / 24} days` : `${Math.round(count * 10) / 10} hours`;
}

/** ERROR: the org will not run it any more. */
function isAsWanted(job: ScheduledJob, { name, cron }: WantedJob): boolean {
  return job.name === name && sameCron(job.cron, cron) && job.state !== 'ERROR';
}

const sameCron = (left: string, right: string): boolean => plain(left) === plain(right);
const plain = (cron: string): string => cron.trim().toUpperCase().split(/\s+/).join(' ');
const ids = (jobs: readonly ScheduledJob[]): readonly string[] => jobs.map(({ id }) => id);
const shown = ({ id, name, cron, next }: ScheduledJob) => ({ id, name, cron, next });

export function defaultName(type: string): string {
  return `Keyway rotation of ${type}`;
}
