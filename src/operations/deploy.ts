import { carryOut } from '../engine/deploy.ts';
import type { CarryOutOptions, DeployResult, Order } from '../engine/order.ts';
import { readSavedPlan, withApproved } from '../engine/plan-files.ts';
import { requireAssignees } from '../engine/preflight.ts';
import { inSession, type OrgOptions, type Remarks, type Session } from '../engine/session.ts';
import { checkSession } from '../engine/verify.ts';
import { belongsToRemoved } from '../kinds/assignment/release.ts';
import { requireKeysShown } from '../kinds/cache-only-key/preflight.ts';
import type { Plan } from '../kinds/change.ts';
import { requireCipherTrustRead } from '../kinds/cipher-trust/preflight.ts';
import type { Rewrite } from '../kinds/credential/compare.ts';
import { type Planned, planSession } from './plan.ts';

export type { DeployResult } from '../engine/order.ts';

/** The parts of a deploy, in the order in which they are carried out. */
export const stages = ['metadata', 'credentials', 'assignments', 'keys'] as const;
export type Stage = (typeof stages)[number];

export interface DeployOptions extends OrgOptions, CarryOutOptions {
  /** A file that `plan --out` saved: that plan is carried out, or none. */
  readonly plan?: string | undefined;
  /** Only these stages; default all. */
  readonly only?: readonly Stage[] | undefined;
  /** Credentials that are written even where nothing differs; default none. */
  readonly rewrite?: Rewrite | undefined;
}

/**
 * Plans, asks for what the plan needs, carries it out in order, and reads everything back.
 * A second run finds nothing to do and sends no job.
 */
export function deploy(options: DeployOptions): Promise<DeployResult & Remarks> {
  return inSession(options, (session) => deploySession(session, options));
}

/** The same in a session that is open already. */
export function deploySession(
  session: Session,
  options: DeployOptions,
  record: Pick<Order, 'what' | 'of'> = { what: 'deploy' },
): Promise<DeployResult> {
  const saved = options.plan === undefined ? undefined : readSavedPlan(options.plan);
  const order: Order = {
    ...record,
    config: session.config,
    approvedPlan: saved,
    plan: async () => {
      const planned = await planSession(session, options.rewrite);
      if (options.only?.includes('keys') !== false) await requireKeysShown(session, planned);
      if (
        options.only === undefined ||
        options.only.some((stage) => stage === 'keys' || stage === 'metadata')
      )
        requireCipherTrustRead(planned);
      return onlyStages(saved ? withApproved(session, planned, saved) : planned, options.only ?? stages);
    },
    ready: ({ state }) => requireAssignees(session.config, state),
    check: ({ desired, state, plan }) =>
      checkSession(session, desired, state, { changed: changedWays(plan), now: options.now }),
  };
  return carryOut(session, order, options);
}

/** Live keys whose way a plan has changed. */
function changedWays({ changes }: Plan): readonly string[] {
  return changes.flatMap(({ type, liveKeys = [] }) => (type === 'Key' ? [] : liveKeys));
}

const stageByType: Readonly<Record<string, Stage>> = {
  Assignment: 'assignments',
  CipherTrustCertificate: 'keys',
  CipherTrustEndpoint: 'metadata',
  CipherTrustOrganization: 'keys',
  Credential: 'credentials',
  Key: 'keys',
};

/** A plan without the changes of stages that are not asked for; they are left, not forgotten: a note says so. */
function onlyStages(planned: Planned, only: readonly Stage[]): Planned {
  const all = planned.plan.changes;
  // An endpoint is of an organization, so that the two go together.
  const isPlace = (type: string) =>
    type === 'CipherTrustOrganization' && all.some((other) => other.type === 'CipherTrustEndpoint');
  const stageOf = (change: (typeof all)[number]): Stage =>
    belongsToRemoved(change, all) || isPlace(change.type)
      ? 'metadata'
      : (stageByType[change.type] ?? 'metadata');
  const changes = all.filter((change) => only.includes(stageOf(change)));
  const left = all.length - changes.length;
  const notes =
    left > 0
      ? [...planned.plan.notes, `--only leaves ${left} changes of other stages undone`]
      : planned.plan.notes;
  return { ...planned, plan: { changes, notes } };
}
