import type { Change, Plan } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import type { Component } from '../kinds/metadata.ts';
import type { PermissionSetComponent } from '../kinds/permission-set/metadata.ts';
import type { Desired } from './make-plan.ts';
import type { OrgState } from './read-state.ts';

/** A part of a plan that is carried out by itself: one metadata job, its credentials, its assignments. */
export interface Phase {
  readonly what: 'all' | 'new chain' | 'switch' | 'removal';
  readonly changes: readonly Change[];
  /** What the changes lead to; in between, a permission set has what it had and what it is to have. */
  readonly desired: Desired;
}

/**
 * The order in which a plan is carried out. Mostly it is one phase. Where it touches what a live key is fetched through,
 * the key can be fetched at every moment: first everything that only adds (the new chain with its secrets and
 * assignments), then what switches over to it, in one job, then what is taken away.
 */
export function phasesOf(plan: Plan, desired: Desired, state: OrgState): readonly Phase[] {
  const changes = plan.changes.filter(({ type }) => type !== 'Key' && !type.startsWith('CipherTrust'));
  if (!changes.some(isLive)) return [{ what: 'all', changes, desired }];
  const widened = changes.flatMap((change) => widen(change, desired, state));
  const added = new Map(
    widened.map(({ component }) => [componentKey(component.type, component.fullName), component]),
  );
  const phases: readonly Phase[] = [
    {
      what: 'new chain',
      changes: [...changes.filter(adds), ...widened.map(({ change }) => change)],
      desired: {
        ...desired,
        components: desired.components.map(
          (component) => added.get(componentKey(component.type, component.fullName)) ?? component,
        ),
      },
    },
    { what: 'switch', changes: changes.filter((change) => isLive(change) && !takes(change)), desired },
    { what: 'removal', changes: changes.filter(takes), desired },
  ];
  return phases.filter((phase) => phase.changes.length > 0);
}

function isLive({ liveKeys = [] }: Change): boolean {
  return liveKeys.length > 0;
}

function takes({ action }: Change): boolean {
  return action === 'delete';
}

function adds(change: Change): boolean {
  return !isLive(change) && !takes(change);
}

/** A permission set that loses something and gains something has both, until nothing needs what it loses. */
function widen(
  change: Change,
  desired: Desired,
  { components }: OrgState,
): readonly { readonly change: Change; readonly component: PermissionSetComponent }[] {
  const { type, name, action, fields } = change;
  const gained = fields.filter(({ path, from }) => path.startsWith('principals.') && from === undefined);
  if (type !== 'PermissionSet' || action !== 'update' || !isLive(change) || gained.length === 0) return [];
  const actual = components.get(componentKey(type, name));
  const wanted = desired.components.find((one) => one.type === type && one.fullName === name);
  if (!isPermissionSet(actual) || !isPermissionSet(wanted)) return [];
  const had = actual.metadata.externalCredentialPrincipalAccesses ?? [];
  const known = new Set(had.map(({ externalCredentialPrincipal }) => externalCredentialPrincipal));
  const more = (wanted.metadata.externalCredentialPrincipalAccesses ?? []).filter(
    ({ externalCredentialPrincipal }) => !known.has(externalCredentialPrincipal),
  );
  const accesses = [...had, ...more].toSorted((left, right) =>
    left.externalCredentialPrincipal < right.externalCredentialPrincipal ? -1 : 1,
  );
  return [
    {
      change: { ...change, fields: gained },
      component: {
        ...actual,
        foreign: (actual.foreign ?? []).filter(({ reserved }) => !reserved),
        metadata: { ...actual.metadata, externalCredentialPrincipalAccesses: accesses },
      },
    },
  ];
}

function isPermissionSet(component: Component | undefined): component is PermissionSetComponent {
  return component?.type === 'PermissionSet';
}
