import type { XmlElement } from '../metadata/component.ts';
import { typeNamed } from '../metadata/metadata-type.ts';
import { type Org, readComponents as read } from '../salesforce/index.ts';
import { componentKey } from './compare.ts';
import type { ComponentName } from './desired.ts';
import { metadataTypes } from './index.ts';
import { type Component, type ComponentType, componentTypes, fromXml } from './metadata.ts';
import { removeOwnPrefix } from './own-namespace.ts';

/**
 * Reads component files from an org, by type and name, for `fromXml`. Leaves out components that the org doesn't
 * have.
 */
export function readComponentFiles(
  org: Org,
  names: ReadonlyMap<ComponentType, readonly string[]>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string | XmlElement>>> {
  return read(
    org,
    [...names].map(([type, list]) => ({ type: typeNamed(metadataTypes, type), names: list })),
  );
}

/**
 * Reads components of an org, by `componentKey`: one request for each type if they are few, one retrieve if they
 * are many.
 */
export async function readComponents(
  org: Org,
  wanted: readonly ComponentName[],
): Promise<ReadonlyMap<string, Component>> {
  const names = new Map(
    componentTypes.map((type) => [
      type,
      [...new Set(wanted.filter((one) => one.type === type).map(({ fullName }) => fullName))],
    ]),
  );
  const files = await readComponentFiles(org, names);
  return new Map(
    componentTypes.flatMap((type) =>
      [...(files.get(type) ?? [])].map(([name, xml]) => [
        componentKey(type, name),
        removeOwnPrefix(org, fromXml(type, name, xml)),
      ]),
    ),
  );
}
