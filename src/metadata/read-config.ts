import type { MetadataComponent } from './component.ts';
import { readFields } from './fields.ts';
import type { MetadataType, Plain } from './metadata-type.ts';
import { notes } from './problems.ts';

/** What a config can't express about a component, or what to add manually. */
export interface Note {
  readonly type: string;
  readonly fullName: string;
  readonly message: string;
}

/**
 * Converts a component to a config. Rendering the config again gives the same meaning, and the same bytes if keyway
 * rendered the component. Values are unchanged: when you write them into a file, escape `${` as `$${`. `notes`
 * lists what a config can't express.
 */
export function configOfComponent(
  type: MetadataType,
  component: MetadataComponent,
): { readonly config: Plain; readonly notes: readonly Note[] } {
  const metadata: Plain = { ...component.metadata };
  const { config: said, unsaid: unsupported } = component.isPart
    ? { config: type.part ?? {}, unsaid: [] }
    : readFields(type.fields, metadata);
  let config = said;
  const messages: string[] = [];
  for (const { element, read } of type.parts) {
    const found = read((metadata[element] ?? []) as readonly Plain[], config);
    config = found.config;
    messages.push(...found.notes);
  }
  messages.push(
    ...unsupported.map(notes.element),
    ...(type.notes?.(component) ?? []),
    ...leftOut(type, component),
  );
  const { type: of, fullName } = component;
  return { config, notes: messages.map((message) => ({ type: of, fullName, message })) };
}

function leftOut(type: MetadataType, component: MetadataComponent): readonly string[] {
  return [
    ...(component.foreign ?? []).map((foreign) => {
      const { path, value, reserved } = foreign;
      if (reserved) return notes.reserved(path, value);
      return type.foreignNote?.(foreign) ?? notes.foreign(path, value);
    }),
    ...(component.withheld ?? []).map(notes.secret),
  ];
}
