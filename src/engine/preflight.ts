import type { NeededPermission } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import type { KeyOutcome } from '../kinds/outcomes.ts';
import { requireNeeds } from '../kinds/require-permissions.ts';
import type { Planned, Run } from '../kinds/run.ts';
import { orgFor, type Session } from '../kinds/session.ts';

/** The result of the preflight checks, before anything is asked or sent. */
export interface Ready {
  /** The plan, with the risks that the checks found. */
  readonly planned: Planned;
  /** Changes that can't be made yet. Everything else is applied. */
  readonly pending: readonly KeyOutcome[];
}

/**
 * Finds what would fail halfway, before anything is sent: first missing permissions, then known facts, then by
 * asking the services.
 *
 * @throws KeywayError `PermissionMissing`, and the errors of the kinds
 */
export async function preflight(run: Run, made: Planned): Promise<Ready> {
  // Opens this sign-in early, so that a wrong one fails before a key needs it.
  await run.session.keyOrg();
  await requirePermissions(run, made);
  for (const kind of kinds) kind.require?.(run, made);
  let planned = made;
  const pending: KeyOutcome[] = [];
  for (const kind of kinds) {
    const prepared = await kind.preflight?.(run, planned);
    planned = prepared?.planned ?? planned;
    pending.push(...(prepared?.pending ?? []));
    for (const remark of prepared?.remarks ?? []) run.remark(remark);
  }
  return { planned, pending };
}

async function requirePermissions(run: Run, { plan }: Planned): Promise<void> {
  const { session } = run;
  const needed = kinds.flatMap((kind) => {
    const changes = plan.changes.filter(({ type }) => kind.types.includes(type));
    return changes.length > 0 ? (kind.permissions?.(run, changes) ?? []) : [];
  });
  const groups = await byLogin(session, needed);
  await awaitInOrder(groups.map(({ org, needs, what }) => requireNeeds(org, needs, what)));
}

/** Asks in parallel. If several fail, throws the first failure in order. */
async function awaitInOrder(questions: readonly Promise<void>[]): Promise<void> {
  for (const answer of await Promise.allSettled(questions))
    if (answer.status === 'rejected') throw answer.reason;
}

/** One request for each user. If a sign-in is the deploying user's own, the deploy's request covers it. */
async function byLogin(session: Session, needed: readonly NeededPermission[]) {
  const groups = new Map<
    string,
    { org: Session['org']; needs: Set<NeededPermission['need']>; what: string }
  >();
  for (const { login, need, what } of needed) {
    const org = await orgFor(session, login);
    const key = org === session.org && login !== 'keyOrg' ? 'this deploy' : what;
    const group = groups.get(key) ?? { org, needs: new Set(), what: key };
    group.needs.add(need);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ org, needs, what }) => ({ org, needs: [...needs], what }));
}
