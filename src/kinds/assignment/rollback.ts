import {
  type AssignmentBefore,
  type Before,
  earlierComponents,
  type KindRollback,
  keepLastOfEach,
} from '../rollback.ts';
import type { OrgState } from '../state.ts';
import { pairOf, sameUser, type WantedAssignments } from './compare.ts';

/** Restores the earlier assignments and removes the new ones. */
export const assignmentRollback: KindRollback = {
  before: ({ plan, state }) => ({
    assignments: plan.changes
      .filter(({ type }) => type === 'Assignment')
      .map((change) => {
        const { permissionSet, assignee } = pairOf(change);
        const row = state.assignments.find(
          (held) => held.permissionSet === permissionSet && sameUser(held.assignee, assignee),
        );
        return { permissionSet, assignee, held: row ? (row.isActive ? 'active' : 'inactive') : 'not at all' };
      }),
  }),
  merge: (entries) => ({
    assignments: keepLastOfEach(
      entries.flatMap(({ assignments }) => assignments),
      ({ permissionSet, assignee }) => `${permissionSet} ${assignee.toLowerCase()}`,
    ),
  }),
  stateToRead: (before) => ({
    assignments: assignmentsToRestore(before),
    // The assignments of a restored permission set decide whether live keys can still be fetched.
    holdersOf: earlierComponents(before, 'PermissionSet')
      .filter(({ xml }) => xml !== null)
      .map(({ name }) => name),
  }),
  desired: (before, state) => ({
    assignments: assignmentsToRestore(before).map((one) => ({
      ...one,
      assignTo: one.assignTo.filter((user) => isActiveUser(user, state)),
    })),
  }),
  notes: (before, state) => [
    ...assignmentsToRestore(before).flatMap(({ permissionSet, assignTo }) =>
      assignTo
        .filter((user) => !isActiveUser(user, state))
        .map((user) => `${permissionSet} → ${user} can't be restored: the org has no such active user`),
    ),
    ...before.assignments
      .filter(({ held }) => held === 'inactive')
      .map(
        ({ permissionSet, assignee }) =>
          `${permissionSet} → ${assignee} had already expired, so keyway leaves it`,
      ),
  ],
};

function isActiveUser(assignee: string, { users }: OrgState): boolean {
  return users.some(({ name, isActive }) => isActive && sameUser(name, assignee));
}

function assignmentsToRestore(before: Before): readonly WantedAssignments[] {
  const created = earlierComponents(before, 'PermissionSet').filter(({ xml }) => xml === null);
  const kept = before.assignments.filter(
    ({ permissionSet }) => !created.some(({ name }) => name === permissionSet),
  );
  return [
    ...created.map(({ name }) => ({ permissionSet: name, assignTo: [], exclusive: true })),
    ...[...Map.groupBy(kept, ({ permissionSet }) => permissionSet)].map(([permissionSet, rows]) => {
      const users = (held: AssignmentBefore['held']) =>
        rows.filter((row) => row.held === held).map(({ assignee }) => assignee);
      return { permissionSet, assignTo: users('active'), takeFrom: users('not at all'), exclusive: false };
    }),
  ];
}
