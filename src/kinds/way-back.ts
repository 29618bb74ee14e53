import type { Change } from './change.ts';
import type { PrincipalName } from './credential/compare.ts';
import type { Desired } from './desired.ts';
import type { Component, ComponentType } from './metadata.ts';
import type { Planned } from './run.ts';
import type { OrgState } from './state.ts';

/** What an org had of everything that a run changed, as the history keeps it. */
export interface Before {
  readonly components: readonly ComponentBefore[];
  readonly assignments: readonly AssignmentBefore[];
  readonly credentials: readonly CredentialBefore[];
}

export interface ComponentBefore {
  readonly type: ComponentType;
  readonly name: string;
  /** null: the org had none. Values that look secret are masked. */
  readonly xml: string | null;
  /** Only a part of it was changed: the rest is left as the org has it. */
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

/** How a kind goes back to what an org had before a deploy. What a kind leaves out, it has nothing to do with. */
export interface WayBack {
  /** With it goes what can't be brought back: no rollback deletes such a component. */
  readonly isLasting?: true;
  /** Whether a component that the org had comes back; default yes. */
  restores?(before: ComponentBefore, state: OrgState): boolean;
  /** What an org has of what a plan changes. */
  before?(planned: Planned): Partial<Before>;
  /** Several runs as one, newest first: the oldest word on each thing counts. */
  merge?(entries: readonly Before[]): Partial<Before>;
  /** What to read of the org. */
  question?(before: Before): Partial<Desired>;
  /** What is wanted of the org as it is; `desired` has the components. */
  desired?(before: Before, state: OrgState, desired: Desired): Partial<Desired>;
  /** Changes that don't follow from a comparison. */
  changes?(before: Before, state: OrgState, desired: Desired): readonly Change[];
  /** What can't come back, for people. */
  notes?(before: Before, state: OrgState, desired: Desired): readonly string[];
}

/** One of each, by its key; the last word counts. */
export function lastOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** A component of a type that the history had, with what it was. */
export function beforeOfType(before: Before, type: Component['type']): readonly ComponentBefore[] {
  return before.components.filter((one) => one.type === type);
}
