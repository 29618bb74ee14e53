import { type ConfigPath, compareBytes, type MetadataComponent } from './component.ts';
import { renderFields } from './fields.ts';
import type { MetadataType, Plain } from './metadata-type.ts';
import { describesPart } from './part.ts';
import { refuse } from './problems.ts';
import { needsVersion, type Rendering } from './rendering.ts';

/**
 * Converts a config to components of the Metadata API, ordered by type, then by name in byte order. References must
 * be resolved, except in secret fields: those stay as written (`${env:NAME}`) and aren't rendered. Components of
 * which the config describes only a part are marked (`isPart`) and must be completed before use.
 *
 * @param options.apiVersion as in `66.0`
 * @throws KeywayError `CannotRender` with all problems
 */
export function renderComponents(
  types: readonly MetadataType[],
  config: object,
  { apiVersion }: { readonly apiVersion: string },
): readonly MetadataComponent[] {
  const rendering: Rendering = { apiVersion: Number.parseInt(apiVersion, 10), problems: [] };
  const components = types.flatMap((type) =>
    entriesOf(type, config).flatMap(({ fullName, path, fields }) =>
      renderOne(type, fullName, path, fields, rendering),
    ),
  );
  refuse(rendering.problems);
  return components;
}

/** The config's components of a type, by name in byte order. */
function entriesOf({ section, member }: MetadataType, config: object) {
  const content = (config as Readonly<Record<string, Plain | undefined>>)[section];
  if (content === undefined) return [];
  if (member !== undefined) return [{ fullName: member, path: [section], fields: content }];
  return Object.entries(content)
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([fullName, fields]) => ({ fullName, path: [section, fullName], fields: fields as Plain }));
}

function renderOne(
  type: MetadataType,
  fullName: string,
  path: ConfigPath,
  config: Plain,
  rendering: Rendering,
): readonly MetadataComponent[] {
  if (type.since !== undefined) needsVersion(rendering, `${type.noun} ${fullName}`, type.since, path);
  const isPart = describesPart(type, config);
  const { metadata: fields, origins: fieldOrigins } = renderFields(
    isPart ? [] : type.fields,
    config,
    path,
    rendering,
  );
  const metadata: Record<string, unknown> = { ...fields };
  const origins = new Map<string, ConfigPath>([['', path], ...fieldOrigins]);
  for (const { element, render } of type.parts) {
    const located = render(config, path, rendering);
    if (located === undefined) continue;
    metadata[element] = located.map(({ item }) => item);
    for (const [index, { origin }] of located.entries()) origins.set(`${element}.${index}`, origin);
  }
  // An empty section deploys nothing.
  if (type.member !== undefined && Object.keys(metadata).length === 0) return [];
  return [{ type: type.type, fullName, metadata, origins, ...(isPart ? { isPart } : {}) }];
}
