import { isDeepStrictEqual } from 'node:util';
import { type Edit, editsBetween, isPlain, valueAt } from '../config/edit/index.ts';
import { treeAt } from '../config/edit/places.ts';
import type { ConfigDocument, ConfigPath } from '../config/index.ts';
import type { PulledComponent } from '../kinds/component-pull.ts';
import type { Config } from '../kinds/config.ts';
import { metadataTypes } from '../kinds/index.ts';
import { type Component, normalise, toComponents, toConfig, toParts } from '../kinds/metadata.ts';
import { type MetadataType, type Plain, typeNamed } from '../metadata/metadata-type.ts';
import { withOptOuts } from './headers.ts';
import { referenceOf } from './keep-references.ts';
import { configOfOne, contentOf, pathOf } from './types.ts';
import { currentContent, pullOf } from './wanted.ts';

/**
 * How much of a component is written. `fields`: the fields that differ. `whole`: every field, if the file expresses
 * it differently from a pull. `environment`: every field with an explicit order, into the environment.
 */
export type Level = 'fields' | 'whole' | 'environment';

/** The edits that make the config match the org. Paths are those of the base. */
export function editsOf(
  { component, config: fields }: PulledComponent,
  config: Config,
  level: Level,
): readonly Edit[] {
  const path = pathOf(component);
  const current = currentContent(config, component);
  if (current === undefined) return [{ path, value: fields }];
  const { fileFields = [], isOtherForm, keepFields, orderedMaps = [] } = pullOf(component.type) ?? {};
  const secret = secretFields(component);
  if (level === 'fields') {
    const secrets = secret
      .filter((field) => fields[field] !== undefined && current[field] === undefined)
      .map((field) => ({ path: [...path, field], value: fields[field] }));
    // If the meaning is the same, keep the user's wording.
    if (isSame(config, { component, config: fields })) return secrets;
    const currentForm = withOptOuts(without(canonical(current, component, config), secret), current, path);
    const wanted = withOptOuts(without(fields, secret), current, path);
    return [...editsBetween(currentForm, wanted, path), ...secrets];
  }
  const own = isOtherForm?.(current, fields) ? [] : [...fileFields, ...secret];
  const written = level === 'environment' ? numberEntries(fields, orderedMaps) : fields;
  const wanted = withOptOuts(keepFields?.(written, current) ?? written, current, path);
  const keys = [...new Set([...Object.keys(current), ...Object.keys(wanted)])];
  return keys
    .filter((key) => !own.includes(key) && !isDeepStrictEqual(current[key], wanted[key]))
    .map((key) => ({ path: [...path, key], value: wanted[key] }));
}

/** The reference at a place where a plain value would replace it. */
export function referenceIn(document: ConfigDocument, place: ConfigPath, value: unknown): string | undefined {
  if (typeof value === 'object' || value === undefined) return undefined;
  const written = treeAt(document, place);
  if (written?.kind !== 'scalar' || typeof written.value !== 'string') return undefined;
  return referenceOf(written.value);
}

/** Whether a config matches the org for a component, in its meaning and in the fields outside the component. */
export function isSame(
  config: Config,
  { component, config: fields }: Pick<PulledComponent, 'component' | 'config'>,
): boolean {
  const current = currentContent(config, component);
  if (current === undefined) return false;
  const [rendered] = renderedFrom(current, component, config);
  return (
    rendered !== undefined &&
    isDeepStrictEqual(normalise(rendered), normalise(component)) &&
    (pullOf(component.type)?.outsideFields?.isSame(current, fields) ?? true)
  );
}

/** The config's content for a component, in the form that a pull uses. */
function canonical(current: Plain, component: Component, config: Config): Plain {
  const currentForm = contentOf(toConfig(renderedFrom(current, component, config)), component) as Plain;
  const outsideFields = pullOf(component.type)?.outsideFields?.fields ?? [];
  return {
    ...currentForm,
    ...Object.fromEntries(Object.entries(current).filter(([field]) => outsideFields.includes(field))),
  };
}

/** The component that a config describes, whole or in part. */
function renderedFrom(current: Plain, component: Component, { apiVersion }: Config): readonly Component[] {
  const one = configOfOne(component, current);
  return component.isPart ? toParts(one, { apiVersion }) : toComponents(one, { apiVersion });
}

/** Fields whose values are secrets, which no org returns. */
function secretFields({ type }: Component): readonly string[] {
  const { fields }: MetadataType = typeNamed(metadataTypes, type);
  return fields.filter(({ secret }) => secret).map(({ element }) => element);
}

function without(fields: Plain, names: readonly string[]): Plain {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !names.includes(field)));
}

/** Numbers the entries of a map by position, because an overlay can't change the order of keys. */
function numberEntries(fields: Plain, maps: readonly ConfigPath[]): Plain {
  return maps.reduce((all, path) => {
    const map = valueAt(all, path);
    return isPlain(map) ? withValue(all, path, numbered(map)) : all;
  }, fields);
}

function numbered(map: Plain): Plain {
  return Object.fromEntries(
    Object.entries(map).map(([name, item], index) => [
      name,
      { sequence: index + 1, ...(isPlain(item) ? item : { value: item }) },
    ]),
  );
}

function withValue(fields: Plain, [key = '', ...rest]: ConfigPath, value: unknown): Plain {
  const below = rest.length === 0 ? value : withValue(fields[key] as Plain, rest, value);
  return { ...fields, [key]: below };
}
