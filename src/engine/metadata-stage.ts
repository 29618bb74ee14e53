import { KeywayError } from '../errors/index.ts';
import type { Released, Step } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Planned } from '../kinds/run.ts';
import type { EngineRun } from './run.ts';
import { sendComponents } from './send-components.ts';
import type { StageInput } from './stage.ts';

/**
 * Sends the components of one phase in one job. First does what the org requires before the job, and undoes it if
 * the org refuses the job.
 */
export async function sendMetadata(run: EngineRun, input: StageInput): Promise<Planned> {
  const released = await releaseAll(run, input);
  const hasReleased = released.some(({ changes }) => changes.length > 0);
  const keep = () => {
    if (hasReleased) for (const { outcomes } of released) run.record(outcomes);
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
        throw notRestoredError(error, reason);
      });
    throw run.records.hasChanged ? partlyAppliedError(error) : error;
  }
  keep();
  return input.planned;
}

/** The org rejected the job and rolled it back as a whole. */
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

/** The worst outcome of `removed:`. The history has the earlier assignments. */
function notRestoredError(refusal: KeywayError, reason: unknown): KeywayError {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new KeywayError(
    'AssignmentsNotRestored',
    `${refusal.message}\nkeyway removed assignments for this deploy and couldn't restore them: ${why}`,
    { actions: ['To restore them: keyway rollback', ...refusal.actions], data: refusal.data },
  );
}

/** Changes sent earlier stay. The next run finds them and continues from there. */
function partlyAppliedError(refusal: KeywayError): KeywayError {
  return new KeywayError(
    refusal.code,
    refusal.message.replace('and nothing was changed', 'and this job changed nothing'),
    { actions: ['Earlier changes stay in the org.', ...refusal.actions], data: refusal.data },
  );
}
