import { assignmentName, sameUser } from '../kinds/assignment/compare.ts';
import { compareComponent, componentKey } from '../kinds/compare.ts';
import { checkCredentials, reportForeignCredentials } from '../kinds/credential/verify.ts';
import { principalsOf } from '../kinds/external-credential/principals.ts';
import type { Check } from '../kinds/link-check.ts';
import type { Component } from '../kinds/metadata.ts';
import type { PermissionSetComponent } from '../kinds/permission-set/metadata.ts';
import type { Desired } from './make-plan.ts';
import type { OrgState } from './read-state.ts';

/** The chain as it was read back, link by link, against what the config wants; pure. */
export function checkChain(desired: Desired, state: OrgState): readonly Check[] {
  return [
    ...desired.components.flatMap((component) => checkComponent(component, state)),
    ...desired.removed.flatMap((name) => checkRemoved(name, state)),
    ...checkCredentials(desired.credentials, state.credentials),
    ...reportForeignCredentials(foreignCredentials(desired, state)),
    ...checkAssignments(desired, state),
  ];
}

function checkComponent(component: Component, { components }: OrgState): readonly Check[] {
  const { type, fullName: name } = component;
  const actual = components.get(componentKey(type, name));
  if (!actual) return [{ link: type, name, ok: false, message: 'is not in the org' }];
  const differ = compareComponent(actual, component).map(({ path }) => path);
  const message = differ.length === 0 ? 'is as the config says' : `differs in ${differ.join(', ')}`;
  return [{ link: type, name, ok: differ.length === 0, message }, ...checkParts(component, actual)];
}

/** Links that stand inside a component: principals of a credential, access to a principal in a permission set. */
function checkParts(component: Component, actual: Component): readonly Check[] {
  const { fullName } = component;
  if (component.type === 'ExternalCredential' && actual.type === 'ExternalCredential') {
    const there = principalsOf(actual);
    return [...principalsOf(component)].map(([name, type]) =>
      part(
        'Principal',
        `${fullName}-${name}`,
        there.get(name) === type,
        'is in the org',
        `is no ${type} in the org`,
      ),
    );
  }
  if (component.type === 'PermissionSet' && actual.type === 'PermissionSet') {
    const there = grantsOf(actual);
    return grantsOf(component).map((principal) =>
      part(
        'PrincipalAccess',
        `${fullName} → ${principal}`,
        there.includes(principal),
        'is granted',
        'is not granted',
      ),
    );
  }
  return [];
}

function grantsOf({ metadata }: PermissionSetComponent): readonly string[] {
  const accesses = metadata.externalCredentialPrincipalAccesses ?? [];
  return accesses
    .filter(({ enabled }) => enabled)
    .map(({ externalCredentialPrincipal }) => externalCredentialPrincipal);
}

function part(link: string, name: string, ok: boolean, held: string, broken: string): Check {
  return { link, name, ok, message: ok ? held : broken };
}

function foreignCredentials({ credentials }: Desired, state: OrgState): OrgState['credentials'] {
  const ours = new Set(credentials.map(({ name }) => name));
  return new Map([...state.credentials].filter(([name]) => !ours.has(name)));
}

function checkRemoved(
  { type, fullName: name }: Desired['removed'][number],
  { components }: OrgState,
): readonly Check[] {
  const there = components.has(componentKey(type, name));
  return [
    { link: type, name, ok: !there, message: there ? 'is still in the org' : 'is gone, as the config says' },
  ];
}

function checkAssignments(desired: Desired, { assignments, users }: OrgState): readonly Check[] {
  return desired.assignments.flatMap(({ permissionSet, assignTo }) =>
    assignTo.map((assignee): Check => {
      const name = assignmentName({ permissionSet, assignee });
      const row = assignments.find(
        (held) => held.permissionSet === permissionSet && sameUser(held.assignee, assignee),
      );
      if (!users.some((user) => sameUser(user.name, assignee))) {
        return { link: 'Assignment', name, ok: false, message: `the org has no user ${assignee}` };
      }
      if (!row) return { link: 'Assignment', name, ok: false, message: 'is not assigned' };
      if (!row.isActive)
        return { link: 'Assignment', name, ok: false, message: 'has expired or is not active' };
      return { link: 'Assignment', name, ok: true, message: 'is assigned and active' };
    }),
  );
}
