import { typeNamed } from '../metadata/metadata-type.ts';
import { type Org, readComponents as read } from '../salesforce/index.ts';
import { metadataTypes } from './index.ts';
import type { ComponentType } from './metadata.ts';

/**
 * Components of an org as the XML that a retrieve gives, by type and name; those that the org does not have are not in
 * it.
 */
export function readComponents(
  org: Org,
  names: ReadonlyMap<ComponentType, readonly string[]>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  return read(
    org,
    [...names].map(([type, list]) => ({ type: typeNamed(metadataTypes, type), names: list })),
  );
}
