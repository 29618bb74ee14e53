import { KeywayError } from '../errors/index.ts';
import type { Released, Step } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Planned } from '../kinds/run.ts';
import type { DeployOutcome } from '../salesforce/index.ts';
import type { EngineRun } from './run.ts';
import { applyMetadata, componentsOf } from './send-metadata.ts';
import type { StageInput } from './stages.ts';

/** As the sf CLI waits. */
export const defaultWait = 33 * 60_000;

/**
 * Sends the components of one phase in one job. What the org asks for before it takes the job is done first, and taken
 * back where the org refuses it.
 */
export async function sendMetadata(run: EngineRun, input: StageInput): Promise<Planned> {
  const released = await releaseAll(run, input);
  const hasReleased = released.some(({ changes }) => changes.length > 0);
  const keep = () => {
    if (hasReleased) for (const { outcomes } of released) run.did(outcomes);
  };
  try {
    await sendComponents(run, input);
  } catch (error) {
    if (!isRefusal(error)) {
      keep();
      throw error;
    }
    for (const { restore } of released)
      await restore().catch((reason) => {
        keep();
        throw notRestored(error, reason);
      });
    throw run.records.hasChanged ? halfWay(error) : error;
  }
  keep();
  return input.planned;
}

/** The metadata job of one phase, or with `dryRun` the validation of all. */
export async function sendComponents(
  run: EngineRun,
  { planned, changes, secrets }: Pick<StageInput, 'planned' | 'changes' | 'secrets'>,
): Promise<void> {
  const { components } = componentsOf(changes, planned.desired);
  const { dryRun, records, signal, wait = defaultWait } = run;
  if (!dryRun) for (const one of components) for (const kind of kinds) kind.requireSendable?.(one);
  await run.progress.stage(
    'Metadata',
    async (update) => {
      const job = await applyMetadata(run, changes, planned.desired, {
        checkOnly: dryRun,
        wait,
        secrets,
        signal,
        earlierJobs: records.jobs,
        journal: dryRun ? undefined : records.journal,
        onProgress: ({ status, done, total }) => update(`${status}, ${done} of ${total} components`),
      });
      if (job) run.did({ deploy: { id: job.id, status: job.status } });
      return job;
    },
    (job) => describeJob(job, dryRun),
  );
}

/** The org has looked at the job and rolled it back as a whole. */
export function isRefusal(error: unknown): error is KeywayError {
  return error instanceof KeywayError && error.code === 'DeployFailed';
}

async function releaseAll(run: EngineRun, input: StageInput): Promise<readonly Released[]> {
  const released: Released[] = [];
  const once: Step['once'] = (_name, make) => make();
  for (const kind of kinds) {
    const one = await kind.release?.({ ...input, run, update: () => {}, once });
    if (one) released.push(one);
  }
  return released;
}

function describeJob(job: DeployOutcome | undefined, dryRun: boolean): string {
  if (!job) return 'nothing to send';
  const { components, total, elapsedMs, id } = job;
  const counts = `${components.length} of ${total} components`;
  return `${counts}   ${(elapsedMs / 1000).toFixed(1)} s   ${id}${dryRun ? '   validated, nothing changed' : ''}`;
}

/** The worst that can happen to `removed:`; the history knows who held what. */
function notRestored(refusal: KeywayError, reason: unknown): KeywayError {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new KeywayError(
    'AssignmentsNotRestored',
    `${refusal.message}\nThe assignments that were taken away for it could not be put back: ${why}`,
    { actions: ['Put them back: keyway rollback.', ...refusal.actions], data: refusal.data },
  );
}

/** What was sent before stays: the next run finds it and goes on from there. */
function halfWay(refusal: KeywayError): KeywayError {
  return new KeywayError(
    refusal.code,
    refusal.message.replace('and nothing was changed', 'and nothing of this job was changed'),
    { actions: ['What was done before it stays.', ...refusal.actions], data: refusal.data },
  );
}
