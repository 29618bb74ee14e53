import type { XmlElement } from '../metadata/component.ts';
import { typeNamed } from '../metadata/metadata-type.ts';
import { type Org, readComponents as read } from '../salesforce/index.ts';
import { componentKey } from './compare.ts';
import type { ComponentName } from './desired.ts';
import { metadataTypes } from './index.ts';
import { type Component, type ComponentType, componentTypes, fromXml } from './metadata.ts';
import { ownNames } from './own-namespace.ts';

/**
 * Components as an org gives them, by type and name, for `fromXml`; those that the org does not have are not in it.
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

/** Components that an org has, by `componentKey`: a call a type for few, one retrieve for many. */
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
        ownNames(org, fromXml(type, name, xml)),
      ]),
    ),
  );
}
