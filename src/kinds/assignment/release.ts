import type { OrgState } from '../../engine/read-state.ts';
import type { Org } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
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

/** An org does not delete a permission set that is assigned: its assignments are taken away before the job. */
export async function takeFromRemoved(
  org: Org,
  changes: readonly Change[],
  state: OrgState,
  noApex: boolean,
): Promise<readonly Change[]> {
  const taken = changes.filter((change) => belongsToRemoved(change, changes));
  if (taken.length > 0) await applyAssignments(org, taken, state, noApex);
  return taken;
}

/** The job was refused: whoever held the permission set holds it again. */
export async function restoreAssignments(
  org: Org,
  taken: readonly Change[],
  state: OrgState,
  noApex: boolean,
): Promise<void> {
  if (taken.length === 0) return;
  const back = taken.map((change) => ({ ...change, action: 'create' as const }));
  await applyAssignments(org, back, { ...state, assignments: [] }, noApex);
}
