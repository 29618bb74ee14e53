import { KeywayError } from '../errors/index.ts';
import { type AssignmentOutcome, applyAssignments } from '../kinds/assignment/apply.ts';
import { restoreAssignments, takeFromRemoved } from '../kinds/assignment/release.ts';
import { endpointNotMade } from '../kinds/cipher-trust/place.ts';
import { isUrlOpen } from '../kinds/cipher-trust/settle.ts';
import { applyCredentials, type CredentialOutcome } from '../kinds/credential/apply.ts';
import type { Component } from '../kinds/metadata.ts';
import { silentProgress } from '../report/progress.ts';
import type { DeployOutcome } from '../salesforce/index.ts';
import type { Desired } from './make-plan.ts';
import { type CarryOutOptions, defaultWait, type Order } from './order.ts';
import type { Phase } from './phases.ts';
import type { OrgState } from './read-state.ts';
import type { Records } from './records.ts';
import type { PlanSecrets } from './secrets.ts';
import { applyMetadata } from './send-metadata.ts';
import type { Session } from './session.ts';

/** One phase, and what it needs of the others. */
export interface PhaseContext {
  readonly phase: Phase;
  /** The org as it was when the plan was made. */
  readonly state: OrgState;
  readonly secrets: PlanSecrets;
  readonly records: Records;
  /** The user's jobs before this one. */
  readonly earlierJobs: readonly string[];
  /** Something of the plan has been done before it. */
  readonly isLater: boolean;
  /** Called as soon as something in the org is other than it was. */
  readonly onChange: () => void;
}

export interface PhaseOutcome {
  readonly job: DeployOutcome | undefined;
  readonly credentials: readonly CredentialOutcome[];
  readonly assignments: readonly AssignmentOutcome[];
}

/** Metadata in one job, then credentials, then assignments; those of permission sets that go are taken away before the job. */
export async function carryOutPhase(
  session: Session,
  order: Order,
  context: PhaseContext,
  options: CarryOutOptions,
): Promise<PhaseOutcome> {
  const { org } = session;
  const { phase, state, secrets, isLater, onChange } = context;
  const { changes, desired } = phase;
  const { noApex = false, progress = silentProgress } = options;
  const taken = await takeFromRemoved(org, changes, state, noApex);
  let job: DeployOutcome | undefined;
  try {
    job = await sendMetadata(session, order, context, secrets, options);
  } catch (error) {
    if (!isRefusal(error)) {
      if (taken.length > 0) onChange();
      throw error;
    }
    await restoreAssignments(org, taken, state, noApex).catch((reason) => {
      onChange();
      throw notRestored(error, reason);
    });
    throw isLater ? halfWay(error) : error;
  }
  if (job || taken.length > 0) onChange();
  stopIfInterrupted(options.signal);
  const credentials = changes.some(({ type }) => type === 'Credential')
    ? await progress.stage(
        'Credentials',
        async () =>
          applyCredentials(
            await session.credentialOrg(),
            changes,
            desired,
            secrets.credentials,
            state.credentials,
          ),
        (outcomes) => outcomes.map(({ name, outcome }) => `${name} ${outcome}`).join(', '),
      )
    : [];
  if (credentials.length > 0) onChange();
  stopIfInterrupted(options.signal);
  const left = changes.filter((change) => !taken.includes(change));
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
  if (assignments.length > 0) onChange();
  return {
    job,
    credentials,
    assignments: [...taken.map(({ name }) => ({ name, outcome: 'unassigned' as const })), ...assignments],
  };
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

/** Between two stages: what is done stays done, and the next run does the rest. */
export function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new KeywayError('Interrupted', 'Interrupted; what is done so far stays in the org.', {
    exitCode: 130,
    actions: ['Run it again: what is missing is done then.'],
  });
}

/** The org has looked at the job and rolled it back as a whole. */
export function isRefusal(error: unknown): error is KeywayError {
  return error instanceof KeywayError && error.code === 'DeployFailed';
}

/** What a metadata job is made of; one that only validates leaves no records. */
export interface JobContext {
  readonly phase: { readonly changes: Phase['changes']; readonly desired: Desired };
  readonly earlierJobs: readonly string[];
  readonly records?: Records;
}

function isSent({ type, fullName }: Component, changes: Phase['changes']): boolean {
  return changes.some((change) => change.type === type && change.name === fullName);
}

/** The metadata job of one phase, or the validation of all. */
export function sendMetadata(
  { org }: Session,
  { config }: Order,
  { phase, earlierJobs, records }: JobContext,
  { legacy }: PlanSecrets,
  { dryRun = false, wait, signal, progress = silentProgress }: CarryOutOptions,
): Promise<DeployOutcome | undefined> {
  const open = dryRun
    ? []
    : phase.desired.components.filter((one) => isUrlOpen(one) && isSent(one, phase.changes));
  if (open.length > 0) throw endpointNotMade(open.map(({ fullName }) => fullName));
  return progress.stage(
    'Metadata',
    (update) =>
      applyMetadata(org, config, phase.changes, phase.desired, {
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
