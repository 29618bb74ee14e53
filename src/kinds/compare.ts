import type { Change, FieldChange } from './change.ts';
import { componentRisks } from './component-risks.ts';
import { type Component, type ComponentType, normalise } from './metadata.ts';

/** A component of the org by type and name; a Map's key. */
export function componentKey(type: ComponentType, fullName: string): string {
  return `${type}:${fullName}`;
}

/**
 * What a deploy would change about components, by meaning: defaults filled in, parameters as a set, order only
 * through sequence numbers, names that the org made up ignored.
 */
export function compareComponents(
  desired: readonly Component[],
  actual: ReadonlyMap<string, Component>,
): readonly Change[] {
  return desired.flatMap((component): readonly Change[] => {
    const { type, fullName: name } = component;
    const there = actual.get(componentKey(type, name));
    const fields = compareComponent(there, component);
    if (there && fields.length === 0) return [];
    const risks = there ? componentRisks(there, component, fields) : [];
    return [{ type, name, action: there ? 'update' : 'create', risks, fields }];
  });
}

/** Components that `removed:` names and the org still has. */
export function compareRemoved(
  removed: readonly { readonly type: ComponentType; readonly fullName: string }[],
  actual: ReadonlyMap<string, Component>,
): readonly Change[] {
  return removed.flatMap(({ type, fullName: name }): readonly Change[] => {
    const there = actual.get(componentKey(type, name));
    if (!there) return [];
    return [
      {
        type,
        name,
        action: 'delete',
        risks: ['component-removal'],
        fields: compareFields(normalise(there), new Map()),
      },
    ];
  });
}

/**
 * Fields in which the org's component differs from the config's. Of settings only those count that the config names:
 * the others are not keyway's to set.
 */
export function compareComponent(actual: Component | undefined, desired: Component): readonly FieldChange[] {
  const wanted = meaningOf(desired);
  const there = actual && meaningOf(actual);
  if (desired.type !== 'Settings' || !there) return compareFields(there, wanted);
  // An org that does not show one has it off.
  return compareFields(new Map([...wanted.keys()].map((path) => [path, there.get(path) ?? 'false'])), wanted);
}

/** Fields of two components that differ, in the order of their paths. */
export function compareFields(
  actual: ReadonlyMap<string, string> | undefined,
  desired: ReadonlyMap<string, string>,
): readonly FieldChange[] {
  const paths = [...new Set([...(actual?.keys() ?? []), ...desired.keys()])].sort();
  return paths
    .map((path) => ({ path, from: actual?.get(path), to: desired.get(path) }))
    .filter(({ from, to }) => from !== to)
    .map(({ path, from, to }) => ({
      path,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }));
}

/**
 * What a component means, and what a config cannot say of it: a deploy of the config's component would take that away, and
 * a rollback brings it back.
 */
export function meaningOf(component: Component): ReadonlyMap<string, string> {
  const foreign = (component.foreign ?? []).filter(({ reserved }) => !reserved);
  return new Map([...normalise(component), ...foreign.map(({ path, value }) => [path, value] as const)]);
}
