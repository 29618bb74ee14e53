import { componentKey } from '../kinds/compare.ts';
import { type Desired, nothingDesired } from '../kinds/desired.ts';
import { kinds } from '../kinds/kinds.ts';
import { type Component, type ComponentType, completePart, fromXml, partOf } from '../kinds/metadata.ts';
import { type Before, type ComponentBefore, keepLastOfEach } from '../kinds/rollback.ts';
import type { OrgState } from '../kinds/state.ts';
import type { Adapted, Goal } from './goal.ts';
import { kindOf } from './make-plan.ts';
import type { Snapshot } from './snapshot.ts';
import { unmaskComponent } from './unmask-component.ts';

/*
 * Computes the state before a deploy from the snapshots of that deploy and all later ones. For each item, the
 * oldest snapshot counts.
 */

const kindRollbacks = kinds.flatMap(({ rollback }) => rollback ?? []);

/**
 * Builds the goal that undoes runs.
 * @param entries newest first; the last is the one to undo
 */
export function rollbackGoal(entries: readonly Snapshot[]): Pick<Goal, 'desired' | 'adapt' | 'isRollback'> {
  const before = mergeSnapshots(entries.map((entry) => entry.before));
  return {
    isRollback: true,
    desired: stateToRead(before),
    adapt: (state) => planRollback(before, state),
  };
}

/** Whether no rollback deletes a component of this type. */
export function isNeverDeleted(type: ComponentType): boolean {
  return kindOf(type)?.rollback?.isNeverDeleted === true;
}

function mergeSnapshots(entries: readonly Before[]): Before {
  const all = entries.flatMap((entry) => entry.components);
  const keyOf = ({ type, name }: ComponentBefore) => componentKey(type, name);
  const whole = new Set(all.filter(({ isPart }) => !isPart).map(keyOf));
  const components = keepLastOfEach(all, keyOf).map(({ isPart, ...before }) =>
    // A component that any of the runs replaced is restored whole.
    isPart && !whole.has(keyOf(before)) ? { ...before, isPart } : before,
  );
  const parts = kindRollbacks.map((rollback) => rollback.merge?.(entries) ?? {});
  return Object.assign({ components, assignments: [], credentials: [] }, ...parts);
}

function stateToRead(before: Before): Desired {
  const parts = kindRollbacks.map((rollback) => rollback.stateToRead?.(before) ?? {});
  const neverDeleted = before.components
    .filter(({ type, xml }) => xml !== null || isNeverDeleted(type))
    .map(nameOf);
  return Object.assign({ ...nothingDesired, removed: removedOf(before), neverDeleted }, ...parts);
}

/** @throws KeywayError `CannotRollBack`; see `unmaskComponent` */
function planRollback(before: Before, state: OrgState): Adapted {
  const components = before.components.flatMap((one) =>
    one.xml === null || kindOf(one.type)?.rollback?.restores?.(one, state) === false
      ? []
      : [restored(one, one.xml, state)],
  );
  const parts = components.filter(({ isPart }) => isPart).map(partOf);
  const own: Desired = { ...nothingDesired, components, parts, removed: removedOf(before) };
  const more = kindRollbacks.map((rollback) => rollback.desired?.(before, state, own) ?? {});
  const desired: Desired = Object.assign({ ...own }, ...more);
  return {
    desired,
    changes: kindRollbacks.flatMap((rollback) => rollback.changes?.(before, state, desired) ?? []),
    notes: kindRollbacks.flatMap((rollback) => rollback.notes?.(before, state, desired) ?? []),
  };
}

/** Removes what the org didn't have before, except what no rollback removes. */
function removedOf({ components }: Before): Desired['removed'] {
  return components.filter(({ type, xml }) => xml === null && !isNeverDeleted(type)).map(nameOf);
}

function nameOf({ type, name }: ComponentBefore) {
  return { type, fullName: name };
}

function restored({ type, name, isPart }: ComponentBefore, xml: string, state: OrgState): Component {
  const component = fromXml(type, name, xml);
  const actual = state.components.get(componentKey(type, name));
  if (isPart && actual) return completePart(partOf(component), actual);
  // Parts that Salesforce reserves for itself can't be deployed.
  const foreign = (component.foreign ?? []).filter(({ reserved }) => !reserved);
  return unmaskComponent({ ...component, foreign }, actual);
}
