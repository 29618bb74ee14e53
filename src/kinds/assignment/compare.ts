import type { AssignmentPair, Change } from '../change.ts';

/** An assignment of a permission set that the org has. */
export interface HeldAssignment {
  readonly id: string;
  readonly permissionSet: string;
  /** `autoproc`, or the username. */
  readonly assignee: string;
  /** False if it has expired or was never activated. */
  readonly isActive: boolean;
}

/** The users who must have a permission set, and whether others may have it too. */
export interface WantedAssignments {
  readonly permissionSet: string;
  readonly assignTo: readonly string[];
  readonly exclusive: boolean;
  /** Users who must not have it, if it isn't exclusive. */
  readonly takeFrom?: readonly string[];
}

/** Finds assignments that are missing or inactive, and those that `exclusive` doesn't allow. */
export function compareAssignments(
  wanted: readonly WantedAssignments[],
  held: readonly HeldAssignment[],
): readonly Change[] {
  return wanted.flatMap(({ permissionSet, assignTo, exclusive, takeFrom = [] }) => {
    const rows = held.filter((row) => row.permissionSet === permissionSet);
    const changes = assignTo.flatMap((assignee): readonly Change[] => {
      const row = rows.find((candidate) => sameUser(candidate.assignee, assignee));
      if (!row) return [assignment(permissionSet, assignee, 'create')];
      if (row.isActive) return [];
      const fields = [{ path: 'isActive', from: 'false', to: 'true' }];
      return [{ ...assignment(permissionSet, assignee, 'update'), fields }];
    });
    const names = (list: readonly string[], row: HeldAssignment) =>
      list.some((assignee) => sameUser(assignee, row.assignee));
    const extra = rows.filter((row) => !names(assignTo, row) && (exclusive || names(takeFrom, row)));
    return [...changes, ...extra.map((row) => assignment(permissionSet, row.assignee, 'delete'))];
  });
}

export function sameUser(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

export function assignmentName({ permissionSet, assignee }: AssignmentPair): string {
  return `${permissionSet} → ${assignee}`;
}

/** Splits an assignment's name. The permission set's name contains no space. */
export function pairOf(change: Change): AssignmentPair {
  const [permissionSet = '', assignee = ''] = change.name.split(' → ', 2);
  return { permissionSet, assignee };
}

function assignment(permissionSet: string, assignee: string, action: Change['action']): Change {
  const risks: Change['risks'] = action === 'delete' ? ['assignment-removal'] : [];
  return { type: 'Assignment', name: assignmentName({ permissionSet, assignee }), action, risks, fields: [] };
}
