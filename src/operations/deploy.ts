import { deploy as reachGoal } from '../engine/deploy.ts';
import { desiredOf } from '../engine/desired.ts';
import type { Goal } from '../engine/goal.ts';
import { readSavedPlan } from '../engine/plan-files.ts';
import type { DeployResult } from '../engine/result.ts';
import type { RunOptions } from '../engine/run.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { userStages } from '../kinds/kind.ts';
import type { Session } from '../kinds/session.ts';
import type { Rewrite } from '../kinds/wanted-value.ts';

export type { DeployResult } from '../engine/result.ts';

/** The stages of a deploy, in order. */
export const stages = userStages;
export type Stage = (typeof stages)[number];

export interface DeployOptions extends OrgOptions, RunOptions {
  /** A file saved by `plan --out`. Applies exactly that plan or fails. */
  readonly plan?: string | undefined;
  /** Applies only these stages; default: all. */
  readonly only?: readonly Stage[] | undefined;
  /** Secrets to send even if nothing differs: of principals and legacy named credentials, by name; default none. */
  readonly rewrite?: Rewrite | undefined;
}

/**
 * Plans, asks for the approvals that the plan needs, applies it in order, and reads everything back. A second run
 * finds nothing to do and sends no job.
 */
export function deploy(options: DeployOptions): Promise<DeployResult & Remarks> {
  return withSession(options, (session) => reachGoal(session, deployGoal(session, options), options));
}

/** The goal of deploying a session's config. */
export function deployGoal({ config }: Session, { plan, only, rewrite }: DeployOptions): Goal {
  return {
    what: 'deploy',
    config,
    desired: desiredOf(config),
    rewrite,
    only,
    approvedPlan: plan === undefined ? undefined : readSavedPlan(plan),
  };
}
