import { valueAt } from '../config/edit/index.ts';
import { type Component, metadataTypes } from '../kinds/index.ts';
import type { ComponentType } from '../kinds/metadata.ts';
import { type MetadataType, type Plain, typeNamed } from '../metadata/metadata-type.ts';

/** A component of the org, or a part of it, that the config does not take over, and why. */
export interface LeftOut {
  readonly type: ComponentType;
  readonly name: string;
  readonly reason: string;
}

const types: readonly MetadataType<ComponentType>[] = metadataTypes;

type Named = Pick<Component, 'type' | 'fullName'>;

/** Where a config says something of a component: in a section of components by name, or in one of its own. */
export function pathOf({ type, fullName }: Named): readonly string[] {
  const { section, member }: MetadataType = typeNamed(metadataTypes, type);
  return member === undefined ? [section, fullName] : [section];
}

/** A config with nothing in it but what it says of one component. */
export function configOfOne(component: Named, fields: Plain): Plain {
  return pathOf(component).reduceRight<Plain>((inner, key) => ({ [key]: inner }), fields);
}

/** What a config, or sections of one, say of a component; undefined where that is nothing. */
export function saidOf(config: object, component: Named): unknown {
  return valueAt(config, pathOf(component));
}

/** The names of all components that a config says something of. */
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
