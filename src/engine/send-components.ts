import type { Change } from '../kinds/change.ts';
import type { Desired } from '../kinds/desired.ts';
import { metadataTypes } from '../kinds/index.ts';
import { kinds } from '../kinds/kinds.ts';
import { zipTree } from '../kinds/metadata.ts';
import type { DeployOutcome } from '../salesforce/index.ts';
import { deployFailed } from './deploy-failure.ts';
import { kindOf } from './make-plan.ts';
import type { EngineRun } from './run.ts';
import { sendJob } from './send-job.ts';
import type { StageInput } from './stage.ts';

/** The default of the sf CLI, in milliseconds. */
export const defaultWait = 33 * 60_000;

/**
 * Sends the components of one phase in one job and waits for it. Any error rolls the whole job back. With `dryRun`
 * the org only validates them.
 * @throws KeywayError `DeployFailed` with the org's failures, each with its place in the config
 */
export async function sendComponents(
  run: EngineRun,
  { planned, changes, secrets }: Pick<StageInput, 'planned' | 'changes' | 'secrets'>,
): Promise<void> {
  const { session, config, dryRun, records, signal, wait = defaultWait } = run;
  const sent = changes.filter((change) => !isAppliedSeparately(config, change));
  const { components, removed } = componentsOf(sent, planned.desired);
  if (!dryRun) for (const one of components) for (const kind of kinds) kind.requireSendable?.(one);
  await run.progress.stage(
    'Metadata',
    async (update) => {
      if (components.length + removed.length === 0) return undefined;
      const files = zipTree(components, {
        apiVersion: config.apiVersion,
        removed: removedNames(removed),
        secrets,
      });
      const job = await sendJob(session.org, files, {
        checkOnly: dryRun,
        wait,
        earlierJobs: records.jobs,
        journal: dryRun ? undefined : records.journal,
        onProgress: ({ status, done, total }) => update(`${status}, ${done} of ${total} components`),
        ...(signal ? { signal } : {}),
      });
      if (!job.success) throw deployFailed(job, components, config, dryRun);
      run.record({ deploy: { id: job.id, status: job.status } });
      return job;
    },
    (job) => describeJob(job, dryRun),
  );
}

/** Whether a kind makes this change itself, after the job. */
export function isAppliedSeparately(config: EngineRun['config'], change: Change): boolean {
  return kindOf(change.type)?.isAppliedSeparately?.(config, change) ?? false;
}

/** The components that a plan changes, and those that it deletes. */
function componentsOf(changes: readonly Change[], desired: Desired): Pick<Desired, 'components' | 'removed'> {
  const named = (action: 'write' | 'delete', type: string, name: string) =>
    changes.some(
      (change) =>
        change.type === type &&
        change.name === name &&
        (change.action === 'delete') === (action === 'delete'),
    );
  return {
    components: desired.components.filter(({ type, fullName }) => named('write', type, fullName)),
    removed: desired.removed.filter(({ type, fullName }) => named('delete', type, fullName)),
  };
}

function describeJob(job: DeployOutcome | undefined, dryRun: boolean): string {
  if (!job) return 'nothing to send';
  const { components, total, elapsedMs, id } = job;
  const counts = `${components.length} of ${total} ${total === 1 ? 'component' : 'components'}`;
  return `${counts}   ${(elapsedMs / 1000).toFixed(1)} s   ${id}${dryRun ? '   validated, nothing changed' : ''}`;
}

/** Groups the names by section of `removed:`. */
function removedNames(removed: Desired['removed']): Readonly<Record<string, readonly string[]>> {
  const bySection = metadataTypes.map(({ type, section }) => [
    section,
    removed.filter((name) => name.type === type).map(({ fullName }) => fullName),
  ]);
  return Object.fromEntries(bySection);
}
