import { KeywayError } from '../errors/index.ts';
import { belongsToRemoved } from '../kinds/assignment/release.ts';
import { type KeysReady, requireKeysReady } from '../kinds/cache-only-key/preflight.ts';
import { requireSameCertificates } from '../kinds/certificate/preflight.ts';
import type { Plan } from '../kinds/change.ts';
import { componentTypes } from '../kinds/metadata.ts';
import { requireUnused } from '../kinds/named-credential/preflight.ts';
import type { Planned } from '../operations/plan.ts';
import { silentProgress } from '../report/progress.ts';
import { prepareDeploy } from '../salesforce/index.ts';
import { changeOrg, withPending } from './apply.ts';
import { approveRisks, risksOf } from './approve.ts';
import { type Evidence, openReport } from './evidence.ts';
import { digestOf } from './facts.ts';
import {
  type CarryOutOptions,
  type DeployResult,
  defaultWait,
  emptyResult,
  jobOf,
  type Order,
} from './order.ts';
import { sendMetadata, stopIfInterrupted } from './phase.ts';
import { requirePermissions } from './preflight.ts';
import { openRecords, type Records } from './records.ts';
import { seeJobs, waitForUnfinished } from './running-jobs.ts';
import { planSecrets } from './secrets.ts';
import type { Session } from './session.ts';

/** Somebody else's jobs may keep on coming; a plan that never holds is given up. */
const mostAttempts = 10;

/**
 * Plans, asks for what the plan needs, carries it out and reads everything back: preflight, consent, secrets, snapshot,
 * journal, metadata, credentials, assignments, keys, verification, in this order. A job that is under way is waited for, and
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
    const { planned: made, jobs } = await planWhenQuiet(session, order, options, records);
    const digest = digestOf(made.plan.changes);
    if (!agreed.has(digest)) {
      options.onPlan?.(session, made.plan);
      evidence?.planned(made.plan);
    }
    if (made.plan.changes.length === 0) {
      return { ...emptyResult(session, made.plan, records, options), checks: await order.check(made) };
    }
    if (needsJob(made.plan)) prepareDeploy();
    const ready = await preflight(session, order, made, options);
    const { planned, pending, onPath } = ready;
    const { plan } = planned;
    for (const note of ready.remarks) records.remark(note);
    if (pending.length === plan.changes.length) {
      // Nothing can be done yet: nobody is asked, and nothing is written down.
      const checks = options.dryRun ? [] : withPending(await order.check(planned), pending);
      return { ...emptyResult(session, plan, records, options), keys: pending, checks };
    }
    if (!options.dryRun && !agreed.has(digest)) {
      const { yes, allow, ask } = options;
      const risks = risksOf(dueOf(plan, pending).changes);
      const approvals = await approveRisks(
        { what: 'This deploy', risks },
        session.org,
        session.config.environment,
        { yes, allow, ask, approved: order.approvedPlan?.allow },
      );
      evidence?.approved(approvals);
      agreed.add(digest);
    }
    const secrets = planSecrets(order.config, plan, session.sources);
    if (options.dryRun) {
      const { plan: checked, desired } = validatable(planned, records.remark);
      const context = { phase: { changes: checked.changes, desired }, earlierJobs: jobs };
      const job = await sendMetadata(session, order, context, secrets, options);
      return { ...emptyResult(session, plan, records, options), deploy: jobOf(job) };
    }
    stopIfInterrupted(options.signal);
    const run = await records.begin(order, planned, { earlierJobs: jobs, needsJob: needsJob(plan) });
    if (run.unfinished) {
      await waitFor(session, records, run.unfinished, options);
      continue;
    }
    return changeOrg(session, order, { planned, secrets, pending, onPath }, run, records, options);
  }
  throw new KeywayError('OrgTooBusy', 'Other deploy jobs of this user keep on changing the org.', {
    actions: ['Nothing was changed. Run it again when they are over.'],
  });
}

/** Nobody is asked for what is not done yet. */
function dueOf(plan: Plan, pending: KeysReady['pending']): Plan {
  const isPending = ({ type, name }: Plan['changes'][number]) =>
    type === 'Key' && pending.some((key) => key.name === name);
  return { ...plan, changes: plan.changes.filter((change) => !isPending(change)) };
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
  session: Session,
  order: Order,
  planned: Planned,
  { noApex = false, now = () => session.org.connection.now(), progress = silentProgress }: CarryOutOptions,
): Promise<KeysReady> {
  const { ready, config } = order;
  ready?.(planned);
  requireSameCertificates(config, planned.plan);
  // A login that is wrong is not to be found out when a key needs it.
  await session.keyOrg();
  await requirePermissions(session, planned.plan, noApex);
  const unseen = await requireUnused(session.org, session.config, planned.plan);
  const keys = await requireKeysReady(session, order, planned, { now: now(), progress });
  return { ...keys, remarks: [...unseen, ...keys.remarks] };
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
  return changes.some(({ type }) => componentTypes.some((one) => one === type));
}
