import { isAnswerLost } from '../errors/answer-lost.ts';
import { KeywayError } from '../errors/index.ts';
import { kinds } from '../kinds/kinds.ts';
import { isPending } from '../kinds/outcomes.ts';
import type { Planned } from '../kinds/run.ts';
import { findUntouched } from './find-untouched.ts';
import type { Goal } from './goal.ts';
import { stopIfInterrupted } from './interrupt.ts';
import { type Phase, phasesOf } from './phases.ts';
import { readAndComplete } from './read-state.ts';
import { type DeployResult, resultOf } from './result.ts';
import type { EngineRun } from './run.ts';
import type { Stage, StageInput } from './stage.ts';
import { stages } from './stages.ts';
import { changedKeyPaths, markPending, verifyOrg } from './verify.ts';

/** An approved plan, with everything that applying it needs. */
export interface Approved extends Pick<StageInput, 'planned' | 'secrets' | 'pending'> {
  /** Applies only these stages; default: all. */
  readonly only: Goal['only'];
}

/**
 * Changes the org in a safe order: first what the metadata depends on, then metadata, credentials and assignments
 * phase by phase, then the keys. Reads everything back at the end.
 */
export async function apply(run: EngineRun, approved: Approved): Promise<DeployResult> {
  const { records, session } = run;
  const { pending, only } = approved;
  try {
    const planned = await applyStages(run, approved);
    records.stage('verify', 'unknown');
    const back = await readAndComplete(session, planned.desired, findUntouched(planned));
    const changed = changedKeyPaths(planned.plan);
    const { done, hasChanged, historyId } = records;
    const keys = [...done.keys, ...pending];
    const left = keys.filter(({ outcome }) => outcome === 'pending');
    const checks = markPending(
      await verifyOrg(session, back, { changed, now: run.now, only, deployed: planned }),
      left,
    );
    records.stage('verify', 'done');
    records.end(hasChanged ? 'done' : 'nothing changed');
    return resultOf(run, planned.plan, { ...done, keys, checks, history: hasChanged ? historyId : null });
  } catch (error) {
    records.end(outcomeOf(run, error));
    throw error;
  }
}

async function applyStages(
  run: EngineRun,
  { planned: approved, secrets, pending }: Approved,
): Promise<Planned> {
  const { records, remark } = run;
  const [first, ...others] = stages;
  const last = others.pop();
  let planned = approved;
  const due = planned.plan.changes.filter((change) => !isPending(change, pending));
  const input = { secrets, pending, changes: due };
  if (first?.applies(due)) planned = await runStage(run, first, { ...input, planned });
  const phases = phasesOf(planned, run.certificatesFirst);
  for (const phase of phases) {
    if (phase.what === 'switch' && phase !== phases[0])
      for (const kind of kinds) await kind.beforeSwitch?.(run, planned);
    records.nextJob();
    const { changes, desired } = phase;
    for (const stage of others) {
      stopIfInterrupted(run.signal);
      if (stage.applies(changes))
        await runStage(run, stage, { ...input, changes, planned: { ...planned, desired } });
    }
  }
  stopIfInterrupted(run.signal);
  if (records.sentJobs.length > 1) remark(severalJobs(records.sentJobs, phases));
  for (const kind of kinds)
    for (const line of (await kind.afterJobs?.(run, planned.plan.changes)) ?? []) remark(line);
  if (last?.applies(due)) planned = await runStage(run, last, { ...input, planned });
  return planned;
}

/** Records the outcome of each stage, so that a failed run can report it. */
async function runStage(run: EngineRun, stage: Stage, input: StageInput): Promise<Planned> {
  const { records } = run;
  records.stage(stage.name, 'unknown');
  try {
    const planned = await stage.apply(run, input);
    records.stage(stage.name, 'done');
    return planned;
  } catch (error) {
    records.stage(stage.name, isAnswerLost(error) ? 'unknown' : 'failed');
    throw error;
  }
}

/** If the first item was refused, by the org or by a key service, nothing was done. */
function outcomeOf({ records }: EngineRun, error: unknown) {
  if (records.hasChanged) return 'failed half way';
  const isRefused =
    error instanceof KeywayError && ['DeployFailed', 'KeyServiceRefused'].includes(error.code);
  return isRefused ? 'nothing changed' : undefined;
}

function severalJobs(ids: readonly string[], phases: readonly Phase[]): string {
  const isSwitch = phases.some(({ what }) => what === 'switch');
  const why = isSwitch ? 'so that the org can always fetch its live keys' : 'certificates first';
  return `Sent as ${ids.length} jobs, ${why}: ${ids.join(', ')}`;
}
