import type { MetadataComponent } from './component.ts';
import { Entries } from './entries.ts';
import { absentValue } from './fields.ts';
import type { MetadataType, Plain } from './metadata-type.ts';

/** What a component means, flat: a friendly, stable path and the value to show. What is not set has no path. */
export type Meaning = ReadonlyMap<string, string>;

/**
 * What a component means, for comparing what a config says with what an org has. Two that do the same are equal:
 * defaults are filled in, parameters are known by type, group and name, order counts only where it matters (as one
 * entry: `parameters.AuthHeader (order)`), names that an org makes up and secrets are left out. What keyway cannot
 * write is not in it: that is `component.foreign`.
 */
export function meaningOf(type: MetadataType, { metadata }: MetadataComponent): Meaning {
  const entries = new Entries();
  const values: Plain = { ...metadata };
  for (const field of type.fields) {
    if (field.secret || field.isOrgs) continue;
    entries.put(field.meaning ?? field.element, values[field.element] ?? absentValue(field));
  }
  for (const { element, mean } of type.parts) mean((values[element] ?? []) as readonly Plain[], entries);
  return entries.map;
}
