import type { MetadataComponent } from './component.ts';
import { readFields } from './fields.ts';
import type { MetadataType, Plain } from './metadata-type.ts';
import { notes } from './problems.ts';

/** What a config cannot say of a component that was read, or what is to be added by hand. */
export interface Note {
  readonly type: string;
  readonly fullName: string;
  readonly message: string;
}

/**
 * A component as a config would say it: rendered again it means the same, and gives the same bytes where keyway rendered
 * it. Values stand as they are: whoever writes them into a file must write `${` as `$${`. What a config has no words for
 * is in `notes`.
 */
export function configOfComponent(
  type: MetadataType,
  component: MetadataComponent,
): { readonly config: Plain; readonly notes: readonly Note[] } {
  const metadata: Plain = { ...component.metadata };
  const { config: said, unsaid } = component.isPart
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
    ...unsaid.map(notes.element),
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
