import { type MetadataType, typeNamed } from '../metadata/metadata-type.ts';
import type { Change, FieldChange } from './change.ts';
import { metadataTypes } from './index.ts';
import { type Component, type ComponentType, normalise } from './metadata.ts';

/** Identifies a component by type and name; used as a Map key. */
export function componentKey(type: ComponentType, fullName: string): string {
  return `${type}:${fullName}`;
}

/**
 * Finds the fields in which the org's component differs from the config's. For some types, compares only the fields
 * that the config sets, because the others don't belong to keyway.
 */
export function compareComponent(actual: Component | undefined, desired: Component): readonly FieldChange[] {
  const wanted = meaningOf(desired);
  const existing = actual && meaningOf(actual);
  const { unnamed }: MetadataType = typeNamed(metadataTypes, desired.type);
  if (unnamed === undefined || !existing) return compareFields(existing, wanted);
  const named = [...wanted.keys()].map((path) => [path, existing.get(path) ?? unnamed] as const);
  return compareFields(new Map(named), wanted);
}

/** Finds the fields in which two components differ, ordered by path. */
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
 * A component's meaning, together with the parts that a config can't express. A deploy of the config's component
 * would remove those parts, and a rollback restores them.
 */
export function meaningOf(component: Component): ReadonlyMap<string, string> {
  const foreign = (component.foreign ?? []).filter(({ reserved }) => !reserved);
  return new Map([...normalise(component), ...foreign.map(({ path, value }) => [path, value] as const)]);
}

/** The change that creates something, with its fields. */
export function createChange(
  type: Change['type'],
  name: string,
  to: Readonly<Record<string, string>>,
): Change {
  const fields = Object.entries(to).map(([path, value]) => ({ path, to: value }));
  return { type, name, action: 'create', risks: [], fields };
}
