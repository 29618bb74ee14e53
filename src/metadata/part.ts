import type { ForeignElement, MetadataComponent } from './component.ts';
import type { MetadataType, Plain } from './metadata-type.ts';

/*
 * A component that keyway shares with others. The config describes its repeated elements. Everything else belongs
 * to the org.
 */

/** Whether a config describes only a part of a component. */
export function describesPart({ part }: MetadataType, config: Plain): boolean {
  return part !== undefined && Object.entries(part).every(([field, value]) => config[field] === value);
}

/** The part of an org's component that a partial config would describe. */
export function partOf(
  { parts }: MetadataType,
  { type, fullName, metadata }: MetadataComponent,
): MetadataComponent {
  const values: Plain = { ...metadata };
  const own = parts.map(({ element }) => [element, values[element] ?? []] as const);
  return { type, fullName, metadata: Object.fromEntries(own), origins: new Map(), isPart: true };
}

/** An org's component with the part that the config describes, and everything else as in the org. */
export function completePart(part: MetadataComponent, actual: MetadataComponent): MetadataComponent {
  const isReplaced = ({ parent }: ForeignElement) =>
    Object.hasOwn(part.metadata, parent.split('.', 1)[0] ?? '');
  return {
    ...actual,
    metadata: { ...actual.metadata, ...part.metadata },
    origins: part.origins,
    foreign: (actual.foreign ?? []).filter((foreign) => !foreign.reserved && !isReplaced(foreign)),
    isPart: true,
  };
}
