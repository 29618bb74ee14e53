import type { NeededPermission } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import type { KeyOutcome } from '../kinds/outcomes.ts';
import { requireNeeds } from '../kinds/require-permissions.ts';
import type { Planned, Run } from '../kinds/run.ts';
import { orgFor, type Session } from '../kinds/session.ts';

/** What is known before anything is asked or sent. */
export interface Ready {
  /** The plan with the risks that came to light. */
  readonly planned: Planned;
  /** Changes that can't be made yet; everything else is. */
  readonly pending: readonly KeyOutcome[];
}

/**
 * Finds out before anything is sent what would fail half way: first the permissions, then by what is known, then by asking
 * whoever can tell.
 *
 * @throws KeywayError `PermissionMissing`, and those of the kinds
 */
export async function preflight(run: Run, made: Planned): Promise<Ready> {
  // A login that is wrong is not to be found out when a key needs it.
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
  await inOrder(groups.map(({ org, needs, what }) => requireNeeds(org, needs, what)));
}

/** Asked side by side; of several failures the first one is said. */
async function inOrder(questions: readonly Promise<void>[]): Promise<void> {
  for (const answer of await Promise.allSettled(questions))
    if (answer.status === 'rejected') throw answer.reason;
}

/** One question for each user; a login that is the deploying user's own is asked as part of the deploy. */
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
