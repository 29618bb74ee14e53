import { KeywayError } from '../errors/index.ts';
import { userStages } from '../kinds/kind.ts';
import type { Planned } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import { prepareDeploy } from '../salesforce/index.ts';
import { apply } from './apply.ts';
import { approvePlan } from './approve-plan.ts';
import { type Evidence, openEvidence } from './evidence.ts';
import { digestOf } from './facts.ts';
import type { Goal } from './goal.ts';
import { stopIfInterrupted } from './interrupt.ts';
import { isComponent } from './make-plan.ts';
import { preflight } from './preflight.ts';
import { readAndPlanDeploy } from './read-and-plan.ts';
import { type DeployResult, resultOf } from './result.ts';
import { type EngineRun, openRun, type RunOptions } from './run.ts';
import { addRunOutcomes } from './run-outcomes.ts';
import { resolveSecrets } from './secrets.ts';
import { validateInOrg } from './validate.ts';
import { changedKeyPaths, markPending, verifyOrg } from './verify.ts';
import { waitForUnfinished } from './wait.ts';

/** Other people's jobs may keep changing the org. After this many attempts, the deploy stops. */
const maxAttempts = 10;

/**
 * Brings an org to the state that a goal describes. With `report`, also writes a report for an auditor, even if the
 * deploy fails.
 */
export async function deploy(session: Session, goal: Goal, options: RunOptions): Promise<DeployResult> {
  const run = openRun(session, goal.config, options);
  const evidence = await openEvidence(options.report, run, goal);
  try {
    const result = await reachGoal(run, goal, evidence);
    await evidence.done(result);
    return result;
  } catch (error) {
    await evidence.failed(error).catch(() => undefined);
    throw addRunOutcomes(error, run.records);
  }
}

/**
 * Reads, plans, runs the preflight checks, asks for approval, applies and verifies. The same plan is approved only
 * once. If another run or job starts in between, waits for it and plans again.
 */
async function reachGoal(run: EngineRun, goal: Goal, evidence: Evidence): Promise<DeployResult> {
  const agreed = new Set<string>();
  if (goal.only && goal.only.length < userStages.length)
    run.remark(`Verified only ${goal.only.join(', ')}. To check everything, run keyway verify.`);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const made = await planWhenIdle(run, goal);
    const digest = digestOf(made.plan.changes);
    if (!agreed.has(digest)) {
      run.onPlan(made.plan);
      evidence.planned(made.plan);
    }
    if (made.plan.changes.length === 0)
      return resultOf(run, made.plan, { checks: await check(run, made, goal.only) });
    const needsJob = made.plan.changes.some(isComponent);
    if (needsJob) prepareDeploy();
    const { planned, pending } = await preflight(run, made);
    const { plan } = planned;
    if (pending.length === plan.changes.length) {
      // Nothing can be done yet, so ask nobody and write nothing.
      const checks = run.dryRun ? [] : markPending(await check(run, planned, goal.only), pending);
      return resultOf(run, plan, { keys: pending, checks });
    }
    if (!run.dryRun && !agreed.has(digest)) {
      evidence.approved(await approvePlan(run, goal, plan, pending));
      agreed.add(digest);
    }
    const secrets = await resolveSecrets(run, planned);
    if (run.dryRun) return validateInOrg(run, planned, secrets);
    stopIfInterrupted(run.signal);
    const unfinished = await run.records.begin(goal, planned, needsJob);
    if (unfinished) await waitForUnfinished(run, unfinished);
    else return apply(run, { planned, secrets, pending, only: goal.only });
  }
  throw new KeywayError('OrgTooBusy', 'Other deploy jobs of this user keep changing the org.', {
    actions: ['Nothing was changed. Run it again when they have finished.'],
  });
}

/** Plans while no job of this user is running. Both are read in parallel. */
async function planWhenIdle(run: EngineRun, goal: Goal): Promise<Planned> {
  for (;;) {
    const [planned, unfinished] = await Promise.allSettled([
      readAndPlanDeploy(run.session, goal),
      run.records.findUnfinished(),
    ]);
    if (unfinished.status === 'fulfilled' && unfinished.value && !run.dryRun) {
      await waitForUnfinished(run, unfinished.value);
      continue;
    }
    if (planned.status === 'rejected') throw planned.reason;
    if (unfinished.status === 'rejected') throw unfinished.reason;
    return planned.value;
  }
}

function check(run: EngineRun, planned: Planned, only: Goal['only']) {
  return verifyOrg(run.session, planned, { changed: changedKeyPaths(planned.plan), now: run.now, only });
}
