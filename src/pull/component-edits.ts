import { isDeepStrictEqual } from 'node:util';
import { type Edit, editsBetween, isPlain, valueAt } from '../config/edit/index.ts';
import { treeAt } from '../config/edit/places.ts';
import type { ConfigDocument, ConfigPath } from '../config/index.ts';
import { parseReferences } from '../config/references.ts';
import type { Config } from '../kinds/config.ts';
import { normalise, toComponents, toConfig } from '../kinds/metadata.ts';
import { legacySecrets } from '../kinds/named-credential/schema.ts';
import { configOfOne, type Plain, pathOf, saidOf, type Wanted } from './types.ts';
import { inConfig, samePeople } from './wanted.ts';

/**
 * How much of a component is written: the fields that differ; every field whole, where those say something in
 * another way than a pull does; or every field with its order written out, into the environment.
 */
export type Level = 'fields' | 'whole' | 'environment';

/** What is the file's own and in no org. */
const ownKeys: readonly string[] = ['check', 'exclusive', ...legacySecrets];

/** What must be edited so that the config says what the org has; paths are those of the base. */
export function editsOf(
  { component, config: fields }: Wanted,
  config: Config,
  level: Level,
): readonly Edit[] {
  const path = pathOf(component);
  const current = inConfig(config, component);
  if (current === undefined) return [{ path, value: fields }];
  if (level === 'fields') {
    const secrets = legacySecrets
      .filter((field) => fields[field] !== undefined && current[field] === undefined)
      .map((field) => ({ path: [...path, field], value: fields[field] }));
    // What means the same stays as somebody wrote it.
    if (isSame(config, { component, config: fields })) return secrets;
    const said = withoutSecrets(canonical(current, component, config));
    return [...editsBetween(said, withoutSecrets(fields), path), ...secrets];
  }
  // A legacy named credential and one of today have nothing of the file's own in common.
  const kept = (current.type === 'Legacy') === (fields.type === 'Legacy') ? ownKeys : [];
  const wanted = withKeptCredentials(level === 'environment' ? inWrittenOrder(fields) : fields, current);
  const keys = [...new Set([...Object.keys(current), ...Object.keys(wanted)])];
  return keys
    .filter((key) => !kept.includes(key) && !isDeepStrictEqual(current[key], wanted[key]))
    .map((key) => ({ path: [...path, key], value: wanted[key] }));
}

/** The reference that is written at a place, where a plain value would replace it. */
export function referenceIn(document: ConfigDocument, place: ConfigPath, value: unknown): string | undefined {
  if (typeof value === 'object' || value === undefined) return undefined;
  const written = treeAt(document, place);
  if (written?.kind !== 'scalar' || typeof written.value !== 'string') return undefined;
  return parseReferences(written.value).parts.some((part) => typeof part !== 'string')
    ? written.value
    : undefined;
}

/** What the config says of a component, in the form in which a pull says it. */
function canonical(current: Plain, component: Wanted['component'], config: Config): Plain {
  const components = toComponents(configOfOne(component, current), { apiVersion: config.apiVersion });
  const said = saidOf(toConfig(components), component) as Plain;
  return Array.isArray(current.assignTo) ? { ...said, assignTo: current.assignTo } : said;
}

function withoutSecrets(fields: Plain): Plain {
  return Object.fromEntries(
    Object.entries(fields).filter(([field]) => !(legacySecrets as readonly string[]).includes(field)),
  );
}

/** Credentials of principals that the config has stay as they are written. */
function withKeptCredentials(fields: Plain, current: Plain): Plain {
  const there = isPlain(current.principals) ? current.principals : {};
  if (!isPlain(fields.principals)) return fields;
  const principals = Object.entries(fields.principals).map(([name, principal]) => {
    const old = valueAt(there, [name]);
    const credentials = isPlain(old) ? old.credentials : undefined;
    return [
      name,
      credentials === undefined || !isPlain(principal) ? principal : { ...principal, credentials },
    ];
  });
  return { ...fields, principals: Object.fromEntries(principals) };
}

/** The same with the place of each header and principal as a number: an overlay cannot change the order of keys. */
function inWrittenOrder(fields: Plain): Plain {
  const numbered = (value: unknown): unknown =>
    isPlain(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, item], index) => [
            name,
            { sequence: index + 1, ...(isPlain(item) ? item : { value: item }) },
          ]),
        )
      : value;
  const { headers, principals, authentication } = fields;
  return {
    ...fields,
    ...(headers === undefined ? {} : { headers: numbered(headers) }),
    ...(principals === undefined ? {} : { principals: numbered(principals) }),
    ...(isPlain(authentication) && authentication.headers !== undefined
      ? { authentication: { ...authentication, headers: numbered(authentication.headers) } }
      : {}),
  };
}

/** Whether a config says of a component what the org has: by meaning, and for whom. */
export function isSame(
  config: Config,
  { component, config: fields }: Pick<Wanted, 'component' | 'config'>,
): boolean {
  const current = inConfig(config, component);
  if (current === undefined) return false;
  const [rendered] = toComponents(configOfOne(component, current), { apiVersion: config.apiVersion });
  const people = (value: unknown) => (Array.isArray(value) ? (value as string[]) : []);
  return (
    rendered !== undefined &&
    isDeepStrictEqual(normalise(rendered), normalise(component)) &&
    samePeople(people(current.assignTo), people(fields.assignTo))
  );
}
