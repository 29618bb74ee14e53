import { confirmProtectedOrg } from '../../engine/approve.ts';
import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { type DeployOptions, deploy } from '../../salesforce/index.ts';
import type { KeyChangeOptions } from '../key/key-session.ts';
import { withKeySession } from '../key/key-session.ts';
import { removalFiles, rotationClasses } from './classes.ts';
import { changeJobs } from './jobs.ts';
import { requireApexPermissions, requireRotatable } from './require.ts';
import { defaultName } from './set.ts';
import { readSchedule } from './state.ts';

export interface KeyScheduleRemoveOptions extends KeyChangeOptions, Partial<Pick<DeployOptions, 'wait'>> {
  readonly type: string;
  readonly name?: string | undefined;
}

export interface KeyScheduleRemoval extends OrgSummary {
  readonly type: string;
  readonly outcome: 'removed' | 'none';
  /** Names of the unscheduled jobs and of the deleted classes. */
  readonly jobs: readonly string[];
  readonly classes: readonly string[];
}

const DEFAULT_WAIT = 33 * 60_000;

/**
 * Unschedules the job of a type, then deletes its classes. Keys stay unchanged.
 *
 * @throws KeywayError `PermissionMissing`, `ProtectedOrg`, `ScheduleFailed`; `DeployFailed` if the classes stay
 */
export async function keyScheduleRemove(
  options: KeyScheduleRemoveOptions,
): Promise<KeyScheduleRemoval & Remarks> {
  return withKeySession(options, 'removing a schedule', async ({ session, org, secrets }) => {
    const type = requireRotatable(options.type, secrets);
    await requireApexPermissions(session, org);
    const classes = rotationClasses(type);
    const { jobs, present } = await readSchedule(org, classes, [options.name ?? defaultName(type)]);
    const ours = jobs.filter(({ ofClass }) => ofClass !== false);
    const summary = { ...describeOrg(session), type };
    if (ours.length === 0 && present.length === 0)
      return { ...summary, outcome: 'none' as const, jobs: [], classes: [] };
    await confirmProtectedOrg(org, session.config.environment, options);
    await changeJobs(org, classes.className, { abort: ours.map(({ id }) => id), schedule: [] });
    if (present.length > 0) {
      const { wait = DEFAULT_WAIT, signal } = options;
      const files = removalFiles(present, session.org.apiVersion);
      const outcome = await deploy(session.org, files, { wait, ...(signal ? { signal } : {}) });
      if (!outcome.success) {
        const reasons = outcome.failures.map(({ fullName, problem }) => `${fullName}: ${problem}`).join('; ');
        throw new KeywayError(
          'DeployFailed',
          `The deploy job ${outcome.id}, which deletes the Apex classes of the rotation, ended with status ${outcome.status}: ${reasons || 'the org gave no reason'}`,
          {
            actions: [
              'Nothing is scheduled now, but the classes are still in the org. Run it again to delete them.',
            ],
            data: { deployId: outcome.id },
          },
        );
      }
    }
    return { ...summary, outcome: 'removed' as const, jobs: ours.map(({ name }) => name), classes: present };
  });
}
