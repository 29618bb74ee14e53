import type { MetadataComponent } from './component.ts';
import { Entries } from './entries.ts';
import { absentValue } from './fields.ts';
import type { MetadataType, Plain } from './metadata-type.ts';

/** The meaning of a component as a flat map: readable, stable paths to values. Undefined values have no path. */
export type Meaning = ReadonlyMap<string, string>;

/**
 * The meaning of a component, for comparing a config with an org. Components with the same effect are equal:
 * defaults are filled in, parameters are identified by type, group and name, and order only counts where it matters
 * (as one entry: `parameters.AuthHeader (order)`). Leaves out names that an org generates, and secrets. Also leaves
 * out what keyway can't write; that is in `component.foreign`.
 */
export function meaningOf(type: MetadataType, { metadata }: MetadataComponent): Meaning {
  const entries = new Entries();
  const values: Plain = { ...metadata };
  for (const field of type.fields) {
    if (field.secret || field.isChangedByOrg) continue;
    entries.put(field.meaning ?? field.element, values[field.element] ?? absentValue(field));
  }
  for (const { element, addMeaning } of type.parts)
    addMeaning((values[element] ?? []) as readonly Plain[], entries);
  return entries.map;
}
