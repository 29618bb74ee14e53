import type { Desired } from '../desired.ts';
import type { Check } from '../link-check.ts';
import type { OrgState } from '../state.ts';
import { assignmentName, sameUser } from './compare.ts';

/** Checks that every user who must have a permission set has an active assignment. Pure. */
export function checkAssignments(desired: Desired, { assignments, users }: OrgState): readonly Check[] {
  return desired.assignments.flatMap(({ permissionSet, assignTo }) =>
    assignTo.map((assignee): Check => {
      const base = { link: 'Assignment', name: assignmentName({ permissionSet, assignee }) };
      const row = assignments.find(
        (held) => held.permissionSet === permissionSet && sameUser(held.assignee, assignee),
      );
      if (!users.some((user) => sameUser(user.name, assignee)))
        return { ...base, ok: false, message: `the org has no user ${assignee}` };
      if (!row) return { ...base, ok: false, message: 'is not assigned' };
      if (!row.isActive) return { ...base, ok: false, message: 'has expired or is not active' };
      return { ...base, ok: true, message: 'is assigned and active' };
    }),
  );
}
