import { readAssignments, readUsers } from '../../salesforce/index.ts';
import type { Config } from '../config.ts';
import type { Desired } from '../desired.ts';
import type { Kind } from '../kind.ts';
import type { Session } from '../session.ts';
import { applyAssignments } from './apply.ts';
import { compareAssignments, type WantedAssignments } from './compare.ts';
import { belongsToRemoved, releaseRemoved } from './release.ts';
import { missingAssignees, requireAssignees } from './require.ts';
import { assignmentRollback } from './rollback.ts';
import { checkAssignments } from './verify.ts';

/** Assignments of permission sets to users. */
export const assignment: Kind = {
  types: ['Assignment'],
  stage: 'assignments',
  rollback: assignmentRollback,
  desired: (config) => ({ assignments: wantedAssignments(config) }),
  read,
  compare: ({ desired, state }) => ({ changes: compareAssignments(desired.assignments, state.assignments) }),
  desiredFacts: ({ assignments }) => ({ assignments }),
  stateFacts: ({ assignments, users }) => ({
    assignments: assignments
      .map(({ permissionSet, assignee, isActive }) => `${permissionSet} ${assignee} ${isActive}`)
      .sort(),
    users: users.map(({ name, isActive }) => `${name} ${isActive}`).sort(),
  }),
  problems: ({ config }, { desired, state }) => missingAssignees(config, desired, state),
  require: ({ config }, { desired, state }) => requireAssignees(config, desired, state),
  permissions: ({ noApex }) => [
    { login: 'org', need: noApex ? 'assignmentsByRest' : 'assignments', what: 'this deploy' },
  ],
  stageOf: (change, changes) => (belongsToRemoved(change, changes) ? 'metadata' : 'assignments'),
  release: releaseRemoved,
  apply: async ({ run, planned, changes }) => {
    // Assignments of removed permission sets were already deleted before the job.
    const left = changes.filter((change) => !belongsToRemoved(change, planned.plan.changes));
    const assignments = await applyAssignments(run.session.org, left, planned.state, run.noApex);
    run.record({ assignments });
    return {
      summaries: assignments.map(
        ({ name, outcome }) => `${name}${outcome === 'unassigned' ? ' removed' : ''}`,
      ),
    };
  },
  verify: ({ desired, state }) => checkAssignments(desired, state),
};

function wantedAssignments(config: Config): readonly WantedAssignments[] {
  return [
    ...Object.entries(config.permissionSets ?? {}).map(
      ([permissionSet, { assignTo = [], exclusive = false }]) => ({ permissionSet, assignTo, exclusive }),
    ),
    // An org doesn't delete an assigned permission set.
    ...(config.removed?.permissionSets ?? []).map((permissionSet) => ({
      permissionSet,
      assignTo: [],
      exclusive: true,
    })),
  ];
}

async function read({ org }: Session, { assignments, holdersOf = [] }: Desired) {
  const looked = assignments.filter(
    ({ assignTo, exclusive, takeFrom = [] }) => assignTo.length + takeFrom.length > 0 || exclusive,
  );
  const permissionSets = [...new Set([...looked.map(({ permissionSet }) => permissionSet), ...holdersOf])];
  const assignees = [...new Set(looked.flatMap(({ assignTo }) => assignTo))];
  const [held, users] = await Promise.all([
    permissionSets.length > 0 ? readAssignments(org, permissionSets) : [],
    assignees.length > 0 ? readUsers(org, assignees) : [],
  ]);
  return { assignments: held, users };
}
