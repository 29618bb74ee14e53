import { sameUser } from '../kinds/assignment/compare.ts';
import type { Change, Plan } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import { isStored } from '../kinds/credential/compare.ts';
import { principalsOf } from '../kinds/external-credential/principals.ts';
import { type Component, type ComponentType, fromXml } from '../kinds/metadata.ts';
import { isLasting, isRestored, lastingNotes } from './lasting.ts';
import { type Desired, makePlan, questionOf } from './make-plan.ts';
import type { OrgState } from './read-state.ts';
import type { AssignmentBefore, Before, ComponentBefore, Snapshot } from './snapshot.ts';
import { unmasked } from './unmasked.ts';

/*
 * The way back to the state before a deploy: the snapshots of that deploy and of all that came after it, the oldest word
 * on each thing counting.
 */

/** `entries` is newest first and ends with the one to undo. */
export function mergedBefore(entries: readonly Snapshot[]): Before {
  const components = new Map<string, ComponentBefore>();
  const assignments = new Map<string, AssignmentBefore>();
  const credentials = new Map<string, Before['credentials'][number]>();
  for (const { before } of entries) {
    for (const one of before.components) components.set(componentKey(one.type, one.name), one);
    for (const one of before.assignments) {
      assignments.set(`${one.permissionSet} ${one.assignee.toLowerCase()}`, one);
    }
    for (const one of before.credentials) credentials.set(one.name, one);
  }
  return {
    components: [...components.values()],
    assignments: [...assignments.values()],
    credentials: [...credentials.values()],
  };
}

/** What must be read of the org before the way back can be planned. */
export function questionOfBefore(before: Before) {
  const { components, removed, lasting, principals } = named(before);
  const question = questionOf({
    components: [],
    removed,
    assignments: wantedAssignments(before),
    credentials: [],
    principals,
    keys: [],
  });
  // Who holds a permission set that comes back decides whether live keys can still be fetched.
  const granting = components.filter(({ type }) => type === 'PermissionSet').map(({ fullName }) => fullName);
  return {
    ...question,
    components: [...components, ...removed, ...lasting],
    permissionSets: [...new Set([...question.permissionSets, ...granting])],
  };
}

/**
 * The plan of the way back, and what is wanted by it. What cannot come back is in its notes.
 * @throws KeywayError `CannotRollBack`; see `unmasked`
 */
export function planWayBack(
  before: Before,
  state: OrgState,
): { readonly desired: Desired; readonly plan: Plan } {
  const { removed, principals } = named(before);
  const components = before.components.flatMap((one) =>
    one.xml === null || !isRestored(one, state) ? [] : [restored(one, one.xml, state)],
  );
  const gone = (assignee: string) =>
    !state.users.some(({ name, isActive }) => isActive && sameUser(name, assignee));
  const wanted = wantedAssignments(before);
  const desired: Desired = {
    components,
    removed,
    assignments: wanted.map((one) => ({ ...one, assignTo: one.assignTo.filter((user) => !gone(user)) })),
    credentials: [],
    keys: [],
    principals: principals.filter(
      ({ externalCredential }) =>
        !removed.some(
          ({ type, fullName }) => type === 'ExternalCredential' && fullName === externalCredential,
        ),
    ),
  };
  const { changes } = makePlan(desired, state, { readable: () => undefined, rewrite: [] });
  const deleted = credentialsToDelete(before, desired, state);
  return {
    desired,
    plan: {
      changes: [
        ...changes.filter(({ type }) => type !== 'Assignment'),
        ...deleted,
        ...changes.filter(({ type }) => type === 'Assignment'),
      ],
      notes: [
        ...lostSecrets(before, desired, changes),
        ...lastingNotes(before.components, state),
        ...wanted.flatMap(({ permissionSet, assignTo }) =>
          assignTo
            .filter(gone)
            .map((user) => `${permissionSet} → ${user} cannot come back: the org has no such active user`),
        ),
        ...before.assignments
          .filter(({ held }) => held === 'inactive')
          .map(
            ({ permissionSet, assignee }) =>
              `${permissionSet} → ${assignee} had expired before; it is left as it is`,
          ),
      ],
    },
  };
}

function named({ components, credentials }: Before) {
  const names = (absent: boolean): { type: ComponentType; fullName: string }[] =>
    components
      .filter(({ xml }) => (xml === null) === absent)
      .map(({ type, name }) => ({ type, fullName: name }));
  return {
    components: names(false),
    removed: names(true).filter(({ type }) => !isLasting(type)),
    lasting: names(true).filter(({ type }) => isLasting(type)),
    principals: credentials.map(({ stored: _stored, ...principal }) => principal),
  };
}

function restored({ type, name }: ComponentBefore, xml: string, state: OrgState): Component {
  const component = fromXml(type, name, xml);
  // What Salesforce keeps for itself is not ours to deploy.
  const foreign = (component.foreign ?? []).filter(({ reserved }) => !reserved);
  return unmasked({ ...component, foreign }, state.components.get(componentKey(type, name)));
}

function wantedAssignments({ components, assignments }: Before): Desired['assignments'] {
  const created = components.filter(({ type, xml }) => type === 'PermissionSet' && xml === null);
  const kept = assignments.filter(({ permissionSet }) => !created.some(({ name }) => name === permissionSet));
  return [
    ...created.map(({ name }) => ({ permissionSet: name, assignTo: [], exclusive: true })),
    ...[...Map.groupBy(kept, ({ permissionSet }) => permissionSet)].map(([permissionSet, rows]) => {
      const users = (held: AssignmentBefore['held']) =>
        rows.filter((row) => row.held === held).map(({ assignee }) => assignee);
      return { permissionSet, assignTo: users('active'), takeFrom: users('not at all'), exclusive: false };
    }),
  ];
}

/** Secrets that the deploy was the first to store; those of principals that go are deleted by the org. */
function credentialsToDelete(before: Before, desired: Desired, state: OrgState): readonly Change[] {
  return before.credentials.flatMap(
    ({ name, externalCredential, principalName, stored }): readonly Change[] => {
      const answer = state.credentials.get(name);
      const goes = desired.removed.some(
        ({ type, fullName }) => type === 'ExternalCredential' && fullName === externalCredential,
      );
      const component = desired.components.find(
        ({ type, fullName }) => type === 'ExternalCredential' && fullName === externalCredential,
      );
      const isDropped =
        component?.type === 'ExternalCredential' && !principalsOf(component).has(principalName);
      if (stored || goes || isDropped || !isStored(answer)) return [];
      const fields = Object.keys(answer.credentials).map((path) => ({ path, from: 'set' }));
      return [{ type: 'Credential', name, action: 'delete', risks: ['principal-removal'], fields }];
    },
  );
}

function lostSecrets(before: Before, desired: Desired, changes: readonly Change[]): readonly string[] {
  const replaced = before.credentials.filter(({ stored }) => stored).map(({ name }) => name);
  const deleted = changes
    .filter(({ type, action }) => type === 'ExternalCredential' && action !== 'delete')
    .flatMap(({ name, fields }) =>
      fields
        .filter(({ path, to }) => /^principals\.[^.]+$/.test(path) && to !== undefined)
        .map(({ path }) => `${name}-${path.slice('principals.'.length)}`),
    );
  const legacy = desired.components.filter(
    ({ type, metadata }) => type === 'NamedCredential' && metadata.namedCredentialType === 'Legacy',
  );
  return [
    ...[...new Set([...replaced, ...deleted])].map(
      (name) =>
        `the secret of ${name} as it was before cannot come back: no history holds it; store it with keyway credential set ${name}`,
    ),
    ...legacy.map(({ fullName }) => `${fullName}: secrets of a legacy named credential are in no history`),
  ];
}
