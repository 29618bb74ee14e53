import { type Desired, desiredOf, makePlan } from '../engine/make-plan.ts';
import { writeSavedPlan } from '../engine/plan-files.ts';
import { readSettled } from '../engine/preflight.ts';
import type { OrgState } from '../engine/read-state.ts';
import { readableFrom, unsetHere } from '../engine/secrets.ts';
import { inSession, type OrgOptions, type Remarks, type Session } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { planWithKeys } from '../kinds/cache-only-key/state.ts';
import type { Plan, Risk } from '../kinds/change.ts';
import { requireCipherTrustRead } from '../kinds/cipher-trust/preflight.ts';
import type { Rewrite } from '../kinds/credential/compare.ts';

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

export interface PlanOptions extends OrgOptions {
  /** A file to save the plan to, for `deploy --plan`. */
  readonly out?: string | undefined;
  /** Risks that whoever approves the saved plan takes with it. */
  readonly allow?: readonly Risk[] | undefined;
}

/** Compares one environment of a config with its org; changes nothing. */
export function plan(options: PlanOptions): Promise<PlanResult & Remarks> {
  return inSession(options, async (session) => {
    const planned = await planSession(session);
    const { plan } = planned;
    if (options.out !== undefined) requireCipherTrustRead(planned);
    if (options.out !== undefined) await writeSavedPlan(options.out, session, planned, options.allow ?? []);
    return { ...describeOrg(session), changes: plan.changes, notes: plan.notes };
  });
}

export async function planSession(session: Session, rewrite: Rewrite = []): Promise<Planned> {
  const { config, sources } = session;
  const { desired, state: read } = await readSettled(session, desiredOf(config));
  const { state, plan } = await planWithKeys(session, desired, read, (known) =>
    makePlan(desired, known, { readable: readableFrom(sources), rewrite }),
  );
  const unset = unsetHere(desired.credentials, plan, sources);
  return { desired, state, plan: { ...plan, notes: [...plan.notes, ...unset] } };
}
