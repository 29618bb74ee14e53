import type { Change } from './change.ts';
import type { PrincipalName } from './credential/compare.ts';
import type { Desired } from './desired.ts';
import type { Component, ComponentType } from './metadata.ts';
import type { Planned } from './run.ts';
import type { OrgState } from './state.ts';

/** What an org had before a run changed it, as kept in the history. */
export interface Before {
  readonly components: readonly ComponentBefore[];
  readonly assignments: readonly AssignmentBefore[];
  readonly credentials: readonly CredentialBefore[];
}

export interface ComponentBefore {
  readonly type: ComponentType;
  readonly name: string;
  /** null if the org had none. Values that look like secrets are masked. */
  readonly xml: string | null;
  /** Only a part was changed. The rest stays as in the org. */
  readonly isPart?: true;
}

export interface AssignmentBefore {
  readonly permissionSet: string;
  readonly assignee: string;
  readonly held: 'active' | 'inactive' | 'not at all';
}

export interface CredentialBefore extends PrincipalName {
  readonly stored: boolean;
}

/** How a kind restores what an org had before a deploy. Every method is optional. */
export interface KindRollback {
  /** Deleting such a component loses something irrecoverable, so no rollback does it. */
  readonly isNeverDeleted?: true;
  /** Whether a component that the org had is restored; default: yes. */
  restores?(before: ComponentBefore, state: OrgState): boolean;
  /** What an org has of the components that a plan changes. */
  before?(planned: Planned): Partial<Before>;
  /** Combines several runs, newest first. For each item, the oldest snapshot counts. */
  merge?(entries: readonly Before[]): Partial<Before>;
  /** What to read from the org. */
  stateToRead?(before: Before): Partial<Desired>;
  /** The desired state, given the org's state; `desired` has the components. */
  desired?(before: Before, state: OrgState, desired: Desired): Partial<Desired>;
  /** Changes that don't come from a comparison. */
  changes?(before: Before, state: OrgState, desired: Desired): readonly Change[];
  /** What can't be restored, for people. */
  notes?(before: Before, state: OrgState, desired: Desired): readonly string[];
}

/** Keeps one item for each key, the last one. */
export function keepLastOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** The components of a type in the history, with their earlier content. */
export function earlierComponents(before: Before, type: Component['type']): readonly ComponentBefore[] {
  return before.components.filter((one) => one.type === type);
}
