import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import {
  apexString,
  executeAnonymous,
  fillApex,
  type Org,
  readAssignments,
  readTemplate,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { AssignmentOutcome } from '../outcomes.ts';
import type { OrgState } from '../state.ts';
import { assignByRest, unassignByRest } from './apply-by-rest.ts';
import { pairOf, sameUser } from './compare.ts';

/**
 * Applies the assignments of a plan by anonymous Apex, the only documented way to assign the Automated Process
 * user: one call adds, one call removes. With `noApex` uses REST, one request for each assignment.
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
  const removedChanges = wanted.filter(({ action }) => action === 'delete');
  await confirmLostAnswer(org, added, () =>
    noApex ? assignByRest(org, added, state) : assignByApex(org, added),
  );
  const ids = removedChanges.map((change) => assignmentId(change, state));
  await confirmLostAnswer(org, removedChanges, () =>
    noApex ? unassignByRest(org, ids) : unassignByApex(org, ids),
  );
  return [
    ...added.map(({ name }) => ({ name, outcome: 'assigned' as const })),
    ...removedChanges.map(({ name }) => ({ name, outcome: 'unassigned' as const })),
  ];
}

/** If the answer is lost, read the org's assignments to see whether the call succeeded. */
async function confirmLostAnswer(
  org: Org,
  changes: readonly Change[],
  work: () => Promise<void>,
): Promise<void> {
  if (changes.length === 0) return;
  try {
    await work();
  } catch (error) {
    if (!isAnswerLost(error) || !(await areApplied(org, changes).catch(() => false))) throw error;
  }
}

async function areApplied(org: Org, changes: readonly Change[]): Promise<boolean> {
  const permissionSets = [...new Set(changes.map((change) => pairOf(change).permissionSet))];
  const held = await readAssignments(org, permissionSets);
  return changes.every((change) => {
    const { permissionSet, assignee } = pairOf(change);
    const row = held.find((one) => one.permissionSet === permissionSet && sameUser(one.assignee, assignee));
    // An answer proves that this user isn't assigned only if it shows another user who is.
    const isSeen = held.some((one) => one.permissionSet === permissionSet);
    return change.action === 'delete' ? isSeen && row === undefined : row?.isActive === true;
  });
}

function assignByApex(org: Org, changes: readonly Change[]): Promise<void> {
  const pairs = changes.map(pairOf);
  return run(org, 'assign-permission-sets.apex', {
    permissionSets: pairs.map(({ permissionSet }) => apexString(permissionSet)),
    assignees: pairs.map(({ assignee }) => apexString(assignee)),
  });
}

function unassignByApex(org: Org, ids: readonly string[]): Promise<void> {
  return run(org, 'unassign-permission-sets.apex', { assignmentIds: ids.map(apexString) });
}

function assignmentId(change: Change, { assignments }: OrgState): string {
  const { permissionSet, assignee } = pairOf(change);
  const row = assignments.find(
    (held) => held.permissionSet === permissionSet && sameUser(held.assignee, assignee),
  );
  if (!row) throw new Error(`the plan removes ${change.name}, which the org doesn't have`);
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

/** Explains common errors and what to do about them. */
function explain(message: string): string {
  if (/user license doesn.t allow/i.test(message)) {
    return "The permission set grants something that the user’s license doesn't allow. Remove that, or assign another user.";
  }
  if (/INSUFFICIENT_ACCESS|not allowed|permission/i.test(message)) {
    return 'The user who deploys needs the permissions Assign Permission Sets and Author Apex; --no-apex assigns without Apex.';
  }
  return 'Fix the problem, then run the same command again: it does only what is missing.';
}
