import {
  type Desired,
  desiredOf,
  makePlan,
  type OrgState,
  type Plan,
  questionOf,
  readState,
} from '../plan/index.ts';
import { type OrgOptions, openSession, type Remarks, type Session } from './session.ts';
import { describeOrg, headingOf, type OrgSummary } from './summary.ts';

export interface PlanResult extends OrgSummary {
  readonly changes: Plan['changes'];
  readonly notes: Plan['notes'];
}

/** What is wanted, what is there, and what a deploy would do about it. */
export interface Planned {
  readonly desired: Desired;
  readonly state: OrgState;
  readonly plan: Plan;
}

/** Compares one environment of a config with its org; changes nothing. */
export async function plan(options: OrgOptions): Promise<PlanResult & Remarks> {
  const session = await openSession(options);
  try {
    const { plan } = await planSession(session);
    return {
      ...describeOrg(session),
      changes: plan.changes,
      notes: plan.notes,
      heading: headingOf(session),
      warnings: session.warnings,
    };
  } finally {
    await session.close();
  }
}

export async function planSession({ config, org }: Session): Promise<Planned> {
  const desired = desiredOf(config);
  const state = await readState(org, questionOf(desired));
  return { desired, state, plan: makePlan(desired, state) };
}
