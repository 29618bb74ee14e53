import type { Change } from '../change.ts';
import type { Released, Step } from '../kind.ts';
import { applyAssignments } from './apply.ts';
import { pairOf } from './compare.ts';

/** Whether a change takes away an assignment of a permission set that the same plan deletes: it must go first. */
export function belongsToRemoved(change: Change, changes: readonly Change[]): boolean {
  if (change.type !== 'Assignment' || change.action !== 'delete') return false;
  const { permissionSet } = pairOf(change);
  return changes.some(
    ({ type, name, action }) => type === 'PermissionSet' && action === 'delete' && name === permissionSet,
  );
}

/**
 * An org does not delete a permission set that is assigned: its assignments are taken away before the job. Where the org
 * then refuses the job, whoever held the permission set holds it again.
 */
export async function releaseRemoved({ run, planned, changes }: Step): Promise<Released> {
  const { org } = run.session;
  const taken = changes.filter((change) => belongsToRemoved(change, changes));
  const assignments = taken.length > 0 ? await applyAssignments(org, taken, planned.state, run.noApex) : [];
  return {
    changes: taken,
    outcomes: { assignments },
    restore: async () => {
      if (taken.length === 0) return;
      const back = taken.map((change) => ({ ...change, action: 'create' as const }));
      await applyAssignments(org, back, { ...planned.state, assignments: [] }, run.noApex);
    },
  };
}
