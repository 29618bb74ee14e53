import type { Change } from '../change.ts';
import { compareComponent, componentKey } from '../compare.ts';
import type { Desired } from '../desired.ts';
import { principalsOf } from '../external-credential/principals.ts';
import type { Component } from '../metadata.ts';
import { type Before, type KindRollback, keepLastOfEach } from '../rollback.ts';
import type { OrgState } from '../state.ts';
import { isStored, type PrincipalName } from './compare.ts';

/**
 * The history holds no secrets. A rollback deletes credentials that the deploy stored first, and can't restore
 * those that it replaced.
 */
export const credentialRollback: KindRollback = {
  before: ({ plan, desired, state }) => ({
    credentials: desired.principals
      .filter(({ name }) =>
        plan.changes.some((change) => change.type === 'Credential' && change.name === name),
      )
      .map((principal) => ({ ...principal, stored: isStored(state.credentials.get(principal.name)) })),
  }),
  merge: (entries) => ({
    credentials: keepLastOfEach(
      entries.flatMap(({ credentials }) => credentials),
      ({ name }) => name,
    ),
  }),
  stateToRead: (before) => ({ principals: principalsBefore(before) }),
  desired: (before, _state, { removed }) => ({
    principals: principalsBefore(before).filter(
      ({ externalCredential }) => !names(removed, externalCredential),
    ),
  }),
  changes: credentialsToDelete,
  notes: lostSecrets,
};

function principalsBefore({ credentials }: Before): readonly PrincipalName[] {
  return credentials.map(({ stored: _stored, ...principal }) => principal);
}

/** Credentials that the deploy stored first. The org itself deletes those of removed principals. */
function credentialsToDelete(before: Before, state: OrgState, desired: Desired): readonly Change[] {
  return before.credentials.flatMap(
    ({ name, externalCredential, principalName, stored }): readonly Change[] => {
      const answer = state.credentials.get(name);
      const goes = names(desired.removed, externalCredential);
      const component = desired.components.find((one) => isExternalCredential(one, externalCredential));
      const isDropped =
        component?.type === 'ExternalCredential' && !principalsOf(component).has(principalName);
      if (stored || goes || isDropped || !isStored(answer)) return [];
      const fields = Object.keys(answer.credentials).map((path) => ({ path, from: 'set' }));
      return [{ type: 'Credential', name, action: 'delete', risks: ['principal-removal'], fields }];
    },
  );
}

function lostSecrets(before: Before, state: OrgState, desired: Desired): readonly string[] {
  const replaced = before.credentials.filter(({ stored }) => stored).map(({ name }) => name);
  const deleted = desired.components.flatMap((component) => {
    if (component.type !== 'ExternalCredential') return [];
    const { type, fullName } = component;
    return compareComponent(state.components.get(componentKey(type, fullName)), component)
      .filter(({ path, to }) => /^principals\.[^.]+$/.test(path) && to !== undefined)
      .map(({ path }) => `${fullName}-${path.slice('principals.'.length)}`);
  });
  return [...new Set([...replaced, ...deleted])].map(
    (name) =>
      `the earlier secret of ${name} can't be restored, because the history has no secrets; store it with keyway credential set ${name}`,
  );
}

function names(removed: Desired['removed'], externalCredential: string): boolean {
  return removed.some(
    ({ type, fullName }) => type === 'ExternalCredential' && fullName === externalCredential,
  );
}

function isExternalCredential({ type, fullName }: Component, name: string): boolean {
  return type === 'ExternalCredential' && fullName === name;
}
