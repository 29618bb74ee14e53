import type { Change } from '../change.ts';
import type { Released, Step } from '../kind.ts';
import { applyAssignments } from './apply.ts';
import { pairOf } from './compare.ts';

/**
 * Whether a change removes an assignment of a permission set that the same plan deletes. Such a change must come
 * first.
 */
export function belongsToRemoved(change: Change, changes: readonly Change[]): boolean {
  if (change.type !== 'Assignment' || change.action !== 'delete') return false;
  const { permissionSet } = pairOf(change);
  return changes.some(
    ({ type, name, action }) => type === 'PermissionSet' && action === 'delete' && name === permissionSet,
  );
}

/**
 * An org doesn't delete an assigned permission set, so its assignments are removed before the job. If the org then
 * refuses the job, they are restored.
 */
export async function releaseRemoved({ run, planned, changes }: Step): Promise<Released> {
  const { org } = run.session;
  const removals = changes.filter((change) => belongsToRemoved(change, changes));
  const assignments =
    removals.length > 0 ? await applyAssignments(org, removals, planned.state, run.noApex) : [];
  return {
    changes: removals,
    outcomes: { assignments },
    restore: async () => {
      if (removals.length === 0) return;
      const back = removals.map((change) => ({ ...change, action: 'create' as const }));
      await applyAssignments(org, back, { ...planned.state, assignments: [] }, run.noApex);
    },
  };
}
