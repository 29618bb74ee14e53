import { KeywayError } from '../../errors/index.ts';
import { apexString, executeAnonymous, fillApex, type Org, readTemplate } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { AssignmentOutcome } from '../outcomes.ts';
import type { OrgState } from '../state.ts';
import { assignByRest, unassignByRest } from './apply-by-rest.ts';
import { pairOf, sameUser } from './compare.ts';

/**
 * Carries out the assignments of a plan by anonymous Apex, the only documented way to assign the Automated Process user:
 * one call for what is added, one for what is taken away. With `noApex` by REST, a call each.
 * @throws KeywayError `AssignmentFailed`
 */
export async function applyAssignments(
  org: Org,
  changes: readonly Change[],
  state: OrgState,
  noApex = false,
): Promise<readonly AssignmentOutcome[]> {
  const wanted = changes.filter(({ type }) => type === 'Assignment');
  const added = wanted.filter(({ action }) => action !== 'delete');
  const taken = wanted.filter(({ action }) => action === 'delete');
  if (added.length > 0 && noApex) await assignByRest(org, added, state);
  else if (added.length > 0) {
    const pairs = added.map(pairOf);
    await run(org, 'assign-permission-sets.apex', {
      permissionSets: pairs.map(({ permissionSet }) => apexString(permissionSet)),
      assignees: pairs.map(({ assignee }) => apexString(assignee)),
    });
  }
  if (taken.length > 0) {
    const ids = taken.map((change) => heldId(change, state));
    if (noApex) await unassignByRest(org, ids);
    else await run(org, 'unassign-permission-sets.apex', { assignmentIds: ids.map(apexString) });
  }
  return [
    ...added.map(({ name }) => ({ name, outcome: 'assigned' as const })),
    ...taken.map(({ name }) => ({ name, outcome: 'unassigned' as const })),
  ];
}

function heldId(change: Change, { assignments }: OrgState): string {
  const { permissionSet, assignee } = pairOf(change);
  const row = assignments.find(
    (held) => held.permissionSet === permissionSet && sameUser(held.assignee, assignee),
  );
  if (!row) throw new Error(`the plan takes away ${change.name}, which the org does not have`);
  return row.id;
}

async function run(
  org: Org,
  template: string,
  lists: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const result = await executeAnonymous(org, fillApex(readTemplate(`apex/${template}`), lists));
  if (result.kind === 'success') return;
  const reason =
    result.kind === 'exception' ? result.message : `${result.problem} (line ${result.line} of ${template})`;
  throw new KeywayError('AssignmentFailed', `The org refused to assign the permission sets: ${reason}`, {
    actions: [explain(reason)],
  });
}

/** The errors that people meet, in words that say what to do (salesforce.md 7). */
function explain(message: string): string {
  if (/user license doesn.t allow/i.test(message)) {
    return 'The permission set grants something that this user’s licence does not allow; take it out, or assign another user.';
  }
  if (/INSUFFICIENT_ACCESS|not allowed|permission/i.test(message)) {
    return 'The user who deploys needs the permissions Assign Permission Sets and Author Apex; --no-apex assigns without Apex.';
  }
  return 'Mend what it names and run keyway again: what was done stays, and what is missing is done then.';
}
