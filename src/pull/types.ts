import { valueAt } from '../config/edit/index.ts';
import { type Component, metadataTypes } from '../kinds/index.ts';
import type { ComponentType } from '../kinds/metadata.ts';
import { type MetadataType, type Plain, typeNamed } from '../metadata/metadata-type.ts';

/** A component of the org, or a part of it, that the config leaves out, and why. */
export interface LeftOut {
  readonly type: ComponentType;
  readonly name: string;
  readonly reason: string;
}

const types: readonly MetadataType<ComponentType>[] = metadataTypes;

type Named = Pick<Component, 'type' | 'fullName'>;

/** Where a config describes a component: in a section with components by name, or in a section of its own. */
export function pathOf({ type, fullName }: Named): readonly string[] {
  const { section, member }: MetadataType = typeNamed(metadataTypes, type);
  return member === undefined ? [section, fullName] : [section];
}

/** A config that only describes one component. */
export function configOfOne(component: Named, fields: Plain): Plain {
  return pathOf(component).reduceRight<Plain>((inner, key) => ({ [key]: inner }), fields);
}

/** What a config, or sections of one, contain for a component; undefined for nothing. */
export function contentOf(config: object, component: Named): unknown {
  return valueAt(config, pathOf(component));
}

/** The names of all components that a config describes. */
export function namesIn(config: object): readonly Named[] {
  return types.flatMap(({ type, section, member }): readonly Named[] => {
    const names = Object.keys(valueAt(config, [section]) ?? {});
    if (member === undefined) return names.map((fullName) => ({ type, fullName }));
    return names.length > 0 ? [{ type, fullName: member }] : [];
  });
}

export function keyOf({ type, fullName }: Named): string {
  return `${type}:${fullName}`;
}
