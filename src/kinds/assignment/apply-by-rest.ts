import { KeywayError } from '../../errors/index.ts';
import { errorCodeOf, type Org, readPermissionSetIds, rest } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { OrgState } from '../state.ts';
import { pairOf, sameUser } from './compare.ts';

/*
 * Assigns by REST rows of PermissionSetAssignment, for orgs that forbid anonymous Apex. Salesforce doesn't document
 * whether every org accepts such a row for the Automated Process user [?]; an org that doesn't says so.
 */

const path = '/sobjects/PermissionSetAssignment';

/** @throws KeywayError with the org's message */
export async function assignByRest(
  org: Org,
  changes: readonly Change[],
  { users, assignments }: OrgState,
): Promise<void> {
  const pairs = changes.map(pairOf);
  const ids = await readPermissionSetIds(
    org,
    pairs.map(({ permissionSet }) => permissionSet),
  );
  for (const { permissionSet, assignee } of pairs) {
    const held = assignments.find(
      (row) => row.permissionSet === permissionSet && sameUser(row.assignee, assignee),
    );
    const what = `assigning ${permissionSet} to ${assignee}`;
    if (held && !held.isActive) {
      await rest(org.connection, {
        method: 'PATCH',
        path: `${path}/${held.id}`,
        json: { ExpirationDate: null },
        what,
      });
      continue;
    }
    const user = users.find(({ name }) => sameUser(name, assignee));
    const permissionSetId = ids.get(permissionSet.toLowerCase());
    if (!user || !permissionSetId) {
      const missing = user ? `permission set ${permissionSet}` : `user ${assignee}`;
      throw new KeywayError('AssignmentFailed', `The org has no ${missing}.`, {
        actions: ['Run the same command again: it does only what is missing.'],
      });
    }
    try {
      const json = { AssigneeId: user.id, PermissionSetId: permissionSetId };
      await rest(org.connection, { method: 'POST', path, json, what });
    } catch (error) {
      // Another client was faster: the row exists.
      if (errorCodeOf(error) !== 'DUPLICATE_VALUE') throw error;
    }
  }
}

export async function unassignByRest(org: Org, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    try {
      await rest(org.connection, {
        method: 'DELETE',
        path: `${path}/${id}`,
        what: 'taking an assignment away',
      });
    } catch (error) {
      if (!['ENTITY_IS_DELETED', 'NOT_FOUND'].includes(errorCodeOf(error) ?? '')) throw error;
    }
  }
}
