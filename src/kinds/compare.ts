import { type MetadataType, typeNamed } from '../metadata/metadata-type.ts';
import type { Change, FieldChange } from './change.ts';
import { metadataTypes } from './index.ts';
import { type Component, type ComponentType, normalise } from './metadata.ts';

/** A component of the org by type and name; a Map's key. */
export function componentKey(type: ComponentType, fullName: string): string {
  return `${type}:${fullName}`;
}

/**
 * Fields in which the org's component differs from the config's. Of some types only those count that the config names:
 * the others are not keyway's to set.
 */
export function compareComponent(actual: Component | undefined, desired: Component): readonly FieldChange[] {
  const wanted = meaningOf(desired);
  const there = actual && meaningOf(actual);
  const { unnamed }: MetadataType = typeNamed(metadataTypes, desired.type);
  if (unnamed === undefined || !there) return compareFields(there, wanted);
  const named = [...wanted.keys()].map((path) => [path, there.get(path) ?? unnamed] as const);
  return compareFields(new Map(named), wanted);
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

/** Something that is made, with what it is made of. */
export function createChange(
  type: Change['type'],
  name: string,
  to: Readonly<Record<string, string>>,
): Change {
  const fields = Object.entries(to).map(([path, value]) => ({ path, to: value }));
  return { type, name, action: 'create', risks: [], fields };
}
