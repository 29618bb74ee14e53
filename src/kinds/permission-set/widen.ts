import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import type { Component } from '../metadata.ts';
import type { Planned } from '../run.ts';
import type { PermissionSetComponent } from './metadata.ts';

/** A permission set that both loses and gains access keeps both until nothing needs the old access. */
export function widenPermissionSet(
  change: Change,
  { desired, state }: Planned,
): { readonly change: Change; readonly component: PermissionSetComponent } | undefined {
  const { type, name, action, fields } = change;
  const gained = fields.filter(({ path, from }) => path.startsWith('principals.') && from === undefined);
  if (type !== 'PermissionSet' || action !== 'update' || gained.length === 0) return undefined;
  const actual = state.components.get(componentKey(type, name));
  const wanted = desired.components.find((one) => one.type === type && one.fullName === name);
  if (!isPermissionSet(actual) || !isPermissionSet(wanted)) return undefined;
  const had = actual.metadata.externalCredentialPrincipalAccesses ?? [];
  const known = new Set(had.map(({ externalCredentialPrincipal }) => externalCredentialPrincipal));
  const more = (wanted.metadata.externalCredentialPrincipalAccesses ?? []).filter(
    ({ externalCredentialPrincipal }) => !known.has(externalCredentialPrincipal),
  );
  const accesses = [...had, ...more].toSorted((left, right) =>
    left.externalCredentialPrincipal < right.externalCredentialPrincipal ? -1 : 1,
  );
  return {
    change: { ...change, fields: gained },
    component: {
      ...actual,
      foreign: (actual.foreign ?? []).filter(({ reserved }) => !reserved),
      metadata: { ...actual.metadata, externalCredentialPrincipalAccesses: accesses },
    },
  };
}

function isPermissionSet(component: Component | undefined): component is PermissionSetComponent {
  return component?.type === 'PermissionSet';
}
