import { type Desired, desiredOf, makePlan, type OrgState, type Plan, type Rewrite } from '../plan/index.ts';
import { readDesired } from './preflight.ts';
import { readableFrom, unsetHere } from './secrets.ts';
import { inSession, type OrgOptions, type Remarks, type Session } from './session.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

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
export function plan(options: OrgOptions): Promise<PlanResult & Remarks> {
  return inSession(options, async (session) => {
    const { plan } = await planSession(session);
    return { ...describeOrg(session), changes: plan.changes, notes: plan.notes };
  });
}

export async function planSession(
  { config, org, sources }: Session,
  rewrite: Rewrite = [],
): Promise<Planned> {
  const desired = desiredOf(config);
  const state = await readDesired(org, desired);
  const plan = makePlan(desired, state, { readable: readableFrom(sources), rewrite });
  const unset = unsetHere(desired.credentials, plan, sources);
  return { desired, state, plan: { ...plan, notes: [...plan.notes, ...unset] } };
}
