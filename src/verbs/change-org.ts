import {
  applyAssignments,
  applyCredentials,
  applyMetadata,
  restoreAssignments,
  takeFromRemoved,
} from '../apply/index.ts';
import { KeywayError } from '../errors.ts';
import type { DeployOutcome } from '../org/index.ts';
import { silentProgress } from '../report/progress.ts';
import {
  type CarryOutOptions,
  type DeployResult,
  defaultWait,
  emptyResult,
  jobOf,
  type Order,
} from './order.ts';
import type { Planned } from './plan.ts';
import { readDesired } from './preflight.ts';
import type { Records, RunRecord } from './records.ts';
import type { PlanSecrets } from './secrets.ts';
import type { Session } from './session.ts';

interface SendOptions extends CarryOutOptions {
  readonly earlierJobs: readonly string[];
}

/** Changes the org in the order that is safe, and reads it back: metadata, credentials, assignments. */
export async function changeOrg(
  session: Session,
  order: Order,
  planned: Planned,
  secrets: PlanSecrets,
  run: RunRecord,
  records: Records,
  options: SendOptions,
): Promise<DeployResult> {
  const { org } = session;
  const { desired, state, plan } = planned;
  const { noApex = false, progress = silentProgress } = options;
  let job: DeployOutcome | undefined;
  let changed = false;
  try {
    const taken = await takeFromRemoved(org, plan.changes, state, noApex);
    changed = taken.length > 0;
    try {
      job = await sendMetadata(session, order, planned, secrets, { ...options, records });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await restoreAssignments(org, taken, state, noApex).catch((reason) => {
        throw notRestored(error, reason);
      });
      changed = false;
      throw error;
    }
    changed = job !== undefined || changed;
    stopIfInterrupted(options.signal);
    const credentials = plan.changes.some(({ type }) => type === 'Credential')
      ? await progress.stage(
          'Credentials',
          async () =>
            applyCredentials(
              await session.credentialOrg(),
              plan.changes,
              desired,
              secrets.credentials,
              state.credentials,
            ),
          (outcomes) => outcomes.map(({ name, outcome }) => `${name} ${outcome}`).join(', '),
        )
      : [];
    changed = changed || credentials.length > 0;
    stopIfInterrupted(options.signal);
    const left = plan.changes.filter((change) => !taken.includes(change));
    const assignments = left.some(({ type }) => type === 'Assignment')
      ? await progress.stage(
          'Assignments',
          () => applyAssignments(org, left, state, noApex),
          (outcomes) =>
            outcomes
              .map(({ name, outcome }) => `${name}${outcome === 'unassigned' ? ' taken away' : ''}`)
              .join(', '),
        )
      : [];
    const checks = await order.check({ ...planned, state: await readDesired(session, desired) });
    records.journal.release();
    run.end('done', job?.id);
    return {
      ...emptyResult(session, plan, records, options),
      deploy: jobOf(job),
      credentials,
      assignments: [...taken.map(({ name }) => ({ name, outcome: 'unassigned' as const })), ...assignments],
      checks,
      history: run.historyId,
    };
  } catch (error) {
    records.journal.release();
    run.end(isRefusal(error) ? 'nothing changed' : changed ? 'failed half way' : undefined, job?.id);
    throw error;
  }
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

/** Between two stages: what is done stays done, and the next run does the rest. */
export function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new KeywayError('Interrupted', 'Interrupted; what is done so far stays in the org.', {
    exitCode: 130,
    actions: ['Run it again: what is missing is done then.'],
  });
}

/** The org has looked at the job and rolled it back as a whole. */
function isRefusal(error: unknown): error is KeywayError {
  return error instanceof KeywayError && error.code === 'DeployFailed';
}

/** The one metadata job, or its validation. */
export function sendMetadata(
  { org }: Session,
  { config }: Order,
  { desired, plan }: Planned,
  { legacy }: PlanSecrets,
  {
    dryRun = false,
    wait,
    signal,
    progress = silentProgress,
    earlierJobs,
    records,
  }: SendOptions & { records?: Records },
): Promise<DeployOutcome | undefined> {
  return progress.stage(
    'Metadata',
    (update) =>
      applyMetadata(org, config, plan.changes, desired, {
        checkOnly: dryRun,
        wait: wait ?? defaultWait,
        secrets: legacy,
        signal,
        earlierJobs,
        journal: records?.journal,
        onProgress: ({ status, done, total }) => update(`${status}, ${done} of ${total} components`),
      }),
    (outcome) => {
      if (!outcome) return 'nothing to send';
      const { components, elapsedMs, id } = outcome;
      const counts = `${components.length} of ${outcome.total} components`;
      return `${counts}   ${(elapsedMs / 1000).toFixed(1)} s   ${id}${dryRun ? '   validated, nothing changed' : ''}`;
    },
  );
}
