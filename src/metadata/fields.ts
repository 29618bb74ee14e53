import { type ConfigPath, filled, type MetadataComponent } from './component.ts';
import type { ElementField, Plain, Scalar } from './metadata-type.ts';
import { needsVersion, type Rendering } from './rendering.ts';

/* Elements that occur once in a file. The table of a type converts them in both directions. */

/** The elements for a config, with their origins in it. */
export function renderFields(
  fields: readonly ElementField[],
  config: Plain,
  path: ConfigPath,
  rendering: Rendering,
): { readonly metadata: Plain; readonly origins: ReadonlyMap<string, ConfigPath> } {
  const metadata: Record<string, unknown> = {};
  const origins = new Map<string, ConfigPath>();
  for (const field of fields) {
    if (field.when?.(config) === false) continue;
    const at = placeOf(field);
    const written = field.fixed === undefined ? filled(valueAt(config, at)) : undefined;
    const value = written ?? field.fixed ?? field.defaultValue;
    if (value === undefined) continue;
    metadata[field.element] = value;
    if (written === undefined) continue;
    const origin = [...path, ...at];
    origins.set(field.element, origin);
    if (field.since !== undefined)
      needsVersion(rendering, field.called ?? field.element, field.since, origin);
  }
  return { metadata, origins };
}

/** The config for the elements, without values that are defaults, and the elements that it has no field for. */
export function readFields(
  fields: readonly ElementField[],
  metadata: Plain,
): { readonly config: Plain; readonly unsaid: readonly string[] } {
  let config: Plain = {};
  const unsupported: string[] = [];
  for (const field of fields) {
    if (field.fixed !== undefined) continue;
    const value = metadata[field.element] ?? absentValue(field);
    if (value === undefined || value === field.defaultValue) continue;
    if (field.when?.(config) !== false) config = withValue(config, placeOf(field), value);
    else if (!field.secret && metadata[field.element] !== undefined) unsupported.push(field.element);
  }
  return { config, unsaid: unsupported };
}

/** The values of a component that no config can express, as in `has keySize 2048, not 4096`. */
export function unsupportedValues(
  fields: readonly ElementField[],
  { metadata }: MetadataComponent,
): readonly string[] {
  const values: Plain = { ...metadata };
  return fields.flatMap((field) => {
    const value = values[field.element] ?? absentValue(field);
    const { element, fixed } = field;
    return fixed === undefined || value === fixed ? [] : [`has ${element} ${value}, not ${fixed}`];
  });
}

/** The value that a file without this element has. */
export function absentValue({ absent, defaultValue }: ElementField): Scalar | undefined {
  return absent ?? defaultValue;
}

function placeOf({ at, element }: ElementField): ConfigPath {
  return at ?? [element];
}

function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((here, key) => (here as Plain | undefined)?.[key], value);
}

function withValue(config: Plain, [key = '', ...rest]: ConfigPath, value: unknown): Plain {
  const below = rest.length === 0 ? value : withValue((config[key] ?? {}) as Plain, rest, value);
  return { ...config, [key]: below };
}
