import {
  type AssignmentOutcome,
  applyAssignments,
  applyCredentials,
  applyMetadata,
  belongsToRemoved,
  type CredentialOutcome,
  restoreAssignments,
  seeJobs,
  takeFromRemoved,
  waitForUnfinished,
} from '../apply/index.ts';
import type { Config } from '../config/index.ts';
import { KeywayError } from '../errors.ts';
import { type DeployOutcome, prepareDeploy } from '../org/index.ts';
import { digestOf, type Plan, type SavedPlan } from '../plan/index.ts';
import { type Progress, silentProgress } from '../report/progress.ts';
import type { Check } from '../verify/index.ts';
import { type ConsentOptions, requireConsent } from './consent.ts';
import type { Planned } from './plan.ts';
import { readDesired, requirePermissions } from './preflight.ts';
import { type OrderRecord, openRecords, type Records, type RunRecord } from './records.ts';
import { type Evidence, openReport } from './report.ts';
import { type PlanSecrets, resolveSecrets } from './secrets.ts';
import type { Session } from './session.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

/** How a plan is carried out, whatever it came from. */
export interface CarryOutOptions extends Partial<ConsentOptions> {
  /** The org validates, and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** How long to wait for the metadata job, in milliseconds; default 33 minutes, as the sf CLI. */
  readonly wait?: number | undefined;
  /** Where the history is kept; default `.keyway/history` beside the config. */
  readonly historyDir?: string | undefined;
  /** Assign by REST rows instead of anonymous Apex. */
  readonly noApex?: boolean | undefined;
  readonly progress?: Progress | undefined;
  /** Called with the plan before anything is asked or sent; again where it had to be made anew. */
  readonly onPlan?: ((session: Session, plan: Plan) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A file for the auditor, JSON or Markdown by its ending. */
  readonly report?: string | undefined;
}

/** What is to be done, and what it is called in the history. */
export interface Order extends OrderRecord {
  /** What is sent is rendered for its API version, and failures are shown in it. */
  readonly config: Config;
  readonly approvedPlan?: Pick<SavedPlan, 'allow' | 'createdAt' | 'checksum'> | undefined;
  /** Reads the org and makes the plan; called again where the org has moved meanwhile. */
  readonly plan: () => Promise<Planned>;
  /** Stops where something that is wanted cannot be, before anything is asked or sent. */
  readonly ready?: (planned: Planned) => void;
  readonly check: (planned: Planned) => Promise<readonly Check[]>;
}

export interface DeployResult extends OrgSummary {
  readonly dryRun: boolean;
  readonly changes: Plan['changes'];
  /** What cannot be compared or brought back, and what happened on the way. */
  readonly notes: Plan['notes'];
  /** Of the notes, what happened on the way. */
  readonly remarks: readonly string[];
  /** null when no job was sent. */
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly credentials: readonly CredentialOutcome[];
  readonly assignments: readonly AssignmentOutcome[];
  readonly keys: readonly never[];
  readonly checks: readonly Check[];
  /** The entry of the history that leads back from here; null where nothing was changed. */
  readonly history: string | null;
}

const defaultWait = 33 * 60_000;
/** Somebody else's jobs may keep on coming; a plan that never holds is given up. */
const mostAttempts = 10;

/**
 * Plans, asks for what the plan needs, carries it out and reads everything back: preflight, consent, secrets, snapshot,
 * journal, metadata, credentials, assignments, verification, in this order. A job that is under way is waited for, and
 * the plan made anew.
 */
export async function carryOut(
  session: Session,
  order: Order,
  options: CarryOutOptions,
): Promise<DeployResult> {
  if (options.report === undefined) return attempt(session, order, options);
  const evidence = await openReport(options.report, session, order);
  try {
    const result = await attempt(session, order, options, evidence);
    await evidence.done(result);
    return result;
  } catch (error) {
    await evidence.failed(error).catch(() => undefined);
    throw error;
  }
}

async function attempt(
  session: Session,
  order: Order,
  options: CarryOutOptions,
  evidence?: Evidence,
): Promise<DeployResult> {
  const records = openRecords(session, options.historyDir);
  const agreed = new Set<string>();
  for (let count = 0; count < mostAttempts; count += 1) {
    const { planned, jobs } = await planWhenQuiet(session, order, options, records);
    const { plan } = planned;
    const digest = digestOf(plan.changes);
    if (!agreed.has(digest)) {
      options.onPlan?.(session, plan);
      evidence?.planned(plan);
    }
    const result = emptyResult(session, plan, records, options);
    if (plan.changes.length === 0) {
      return { ...result, checks: await order.check(planned) };
    }
    if (needsJob(plan)) prepareDeploy();
    await preflight(session, order, planned, options);
    if (!options.dryRun && !agreed.has(digest)) {
      const { yes = false, allow = [], ask } = options;
      const consent = { yes, allow, ask, approved: order.approvedPlan?.allow };
      const consents = await requireConsent(plan, session.org, session.config.environment, consent);
      evidence?.consented(consents);
      agreed.add(digest);
    }
    const secrets = resolveSecrets(order.config, planned.desired.credentials, plan, session.sources);
    if (options.dryRun) {
      const checked = validatable(planned, records.remark);
      const job = await sendMetadata(session, order, checked, secrets, { ...options, earlierJobs: jobs });
      return { ...emptyResult(session, plan, records, options), deploy: jobOf(job) };
    }
    stopIfInterrupted(options.signal);
    const run = await records.begin(order, planned, { earlierJobs: jobs, needsJob: needsJob(plan) });
    if (run.unfinished) {
      await waitFor(session, records, run.unfinished, options);
      continue;
    }
    return changeAndCheck(session, order, planned, secrets, run, records, {
      ...options,
      earlierJobs: run.jobs,
    });
  }
  throw new KeywayError('OrgTooBusy', 'Other deploy jobs of this user keep on changing the org.', {
    actions: ['Nothing was changed. Run it again when they are over.'],
  });
}

/** The plan, made while nothing of ours is under way in the org; asked side by side. */
async function planWhenQuiet(session: Session, order: Order, options: CarryOutOptions, records: Records) {
  for (;;) {
    const [planned, jobs] = await Promise.allSettled([
      order.plan(),
      seeJobs(session.org, records.journal, records.remark),
    ]);
    if (jobs.status === 'fulfilled' && jobs.value.unfinished && !options.dryRun) {
      await waitFor(session, records, jobs.value.unfinished, options);
      continue;
    }
    if (planned.status === 'rejected') throw planned.reason;
    if (jobs.status === 'rejected') throw jobs.reason;
    return { planned: planned.value, jobs: jobs.value.ids };
  }
}

async function waitFor(
  { org }: Session,
  { journal, remark }: Records,
  unfinished: Parameters<typeof waitForUnfinished>[2],
  { progress = silentProgress, wait = defaultWait, signal }: CarryOutOptions,
): Promise<void> {
  const sentence = await progress.stage(
    'Waiting',
    (update) =>
      waitForUnfinished(org, journal, unfinished, {
        wait,
        signal,
        onProgress: ({ id, status }) => update(`for ${id}, which is ${status}`),
      }),
    (text) => text,
  );
  remark(sentence);
}

async function preflight(
  { org }: Session,
  { ready }: Order,
  planned: Planned,
  { noApex = false }: CarryOutOptions,
): Promise<void> {
  ready?.(planned);
  await requirePermissions(org, planned.plan, noApex);
}

interface SendOptions extends CarryOutOptions {
  readonly earlierJobs: readonly string[];
}

async function changeAndCheck(
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
      await restoreAssignments(org, taken, state, noApex);
      changed = false;
      throw error;
    }
    changed = job !== undefined || changed;
    stopIfInterrupted(options.signal);
    const credentials = plan.changes.some(({ type }) => type === 'Credential')
      ? await progress.stage(
          'Credentials',
          () => applyCredentials(org, plan.changes, desired, secrets.credentials, state.credentials),
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
    const checks = await order.check({ ...planned, state: await readDesired(org, desired) });
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

/** Between two stages: what is done stays done, and the next run does the rest. */
function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new KeywayError('Interrupted', 'Interrupted; what is done so far stays in the org.', {
    exitCode: 130,
    actions: ['Run it again: what is missing is done then.'],
  });
}

/** The org has looked at the job and rolled it back as a whole. */
function isRefusal(error: unknown): boolean {
  return error instanceof KeywayError && error.code === 'DeployFailed';
}

function sendMetadata(
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

/** What an org can validate while permission sets that are to go are still assigned: everything but the deletes. */
function validatable(planned: Planned, remark: (sentence: string) => void): Planned {
  const { changes, notes } = planned.plan;
  if (!changes.some((change) => belongsToRemoved(change, changes))) return planned;
  remark(
    'Deletes were not validated: a permission set that is to go is still assigned, and the org would refuse.',
  );
  return { ...planned, plan: { changes: changes.filter(({ action }) => action !== 'delete'), notes } };
}

function needsJob({ changes }: Plan): boolean {
  return changes.some(({ type }) =>
    ['ExternalCredential', 'NamedCredential', 'PermissionSet'].includes(type),
  );
}

function jobOf(job: DeployOutcome | undefined): DeployResult['deploy'] {
  return job ? { id: job.id, status: job.status } : null;
}

function emptyResult(
  session: Session,
  plan: Plan,
  { remarks }: Records,
  { dryRun = false }: CarryOutOptions,
): DeployResult {
  return {
    ...describeOrg(session),
    dryRun,
    changes: plan.changes,
    notes: [...plan.notes, ...remarks],
    remarks,
    deploy: null,
    credentials: [],
    assignments: [],
    keys: [],
    checks: [],
    history: null,
  };
}
