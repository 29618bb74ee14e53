import type { Problem } from '../config/index.ts';
import { desiredOf } from '../engine/desired.ts';
import { writeSavedPlan } from '../engine/plan-files.ts';
import { readAndPlan, requireAllRead, requireUnblocked } from '../engine/read-and-plan.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import type { Plan, Risk } from '../kinds/change.ts';
import type { Planned } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';

export interface PlanResult extends OrgSummary {
  readonly changes: Plan['changes'];
  readonly notes: Plan['notes'];
  /** What blocks the changes, each with its place. A deploy sends nothing while one is an error. */
  readonly problems: readonly Problem[];
}

export interface PlanOptions extends OrgOptions {
  /** File to save the plan to, for `deploy --plan`. */
  readonly out?: string | undefined;
  /** Risks that the approver of the saved plan accepts with it. */
  readonly allow?: readonly Risk[] | undefined;
}

/** Compares one environment of a config with its org. Changes nothing. */
export function plan(options: PlanOptions): Promise<PlanResult & Remarks> {
  return withSession(options, async (session) => {
    const planned = await planConfig(session);
    const { plan } = planned;
    if (options.out !== undefined) {
      await requireAllRead(session, planned);
      requireUnblocked(plan);
      await writeSavedPlan(options.out, session, planned, options.allow ?? []);
    }
    return {
      ...describeOrg(session),
      changes: plan.changes,
      notes: plan.notes,
      problems: plan.problems ?? [],
    };
  });
}

/** The plan of a session's own config. */
export function planConfig(session: Session): Promise<Planned> {
  const { config } = session;
  return readAndPlan(session, { what: 'deploy', config, desired: desiredOf(config) });
}
