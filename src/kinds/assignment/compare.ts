import type { AssignmentPair, Change } from '../change.ts';

/** A permission set held by a user, as the org has it. */
export interface HeldAssignment {
  readonly id: string;
  readonly permissionSet: string;
  /** `autoproc`, or the username. */
  readonly assignee: string;
  /** False where it has expired, or was never activated. */
  readonly isActive: boolean;
}

/** Who is to hold which permission set, and whether anybody else may. */
export interface WantedAssignments {
  readonly permissionSet: string;
  readonly assignTo: readonly string[];
  readonly exclusive: boolean;
  /** Who is not to hold it, where it is not exclusive. */
  readonly takeFrom?: readonly string[];
}

/** Assignments that are missing, that are not active, and those that `exclusive` does not allow. */
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

/** The two sides of an assignment's name: a permission set's holds no space. */
export function pairOf(change: Change): AssignmentPair {
  const [permissionSet = '', assignee = ''] = change.name.split(' → ', 2);
  return { permissionSet, assignee };
}

function assignment(permissionSet: string, assignee: string, action: Change['action']): Change {
  const risks: Change['risks'] = action === 'delete' ? ['assignment-removal'] : [];
  return { type: 'Assignment', name: assignmentName({ permissionSet, assignee }), action, risks, fields: [] };
}
