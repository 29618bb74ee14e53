import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { commandPage } from '../../scripts/command-page.ts';
import { errorPage } from '../../scripts/error-page.ts';
import { examples } from '../../scripts/reference-examples.ts';
import { referencePage } from '../../scripts/reference-page.ts';
import { schemaText, withExamples } from '../../scripts/schema-examples.ts';
import type { Json } from '../../src/config/json-schema.ts';
import { jsonSchema } from '../../src/kinds/config.ts';
import { problemsIn } from './reading.ts';

const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('schema/keyway.schema.json', () => {
  const schema = jsonSchema();
  const definitions = schema.$defs as Readonly<Record<string, Json>>;

  it('matches node scripts/generate-schema.js', () => {
    expect(committed('schema/keyway.schema.json')).toBe(schemaText());
  });

  it('stays small enough for an editor', () => {
    expect(JSON.stringify(schema).length).toBeLessThan(100_000);
  });

  it('describes every field', () => {
    const silent: string[] = [];
    for (const { path, json } of walk(schema, []))
      for (const [name, field] of Object.entries((json.properties ?? {}) as Readonly<Record<string, Json>>)) {
        const [, target] =
          [field, ...((field.anyOf ?? []) as Json[])]
            .map(({ $ref }): [unknown, Json | undefined] => [$ref, definitions[String($ref).slice(8)]])
            .find(([$ref]) => $ref !== undefined) ?? [];
        if (!field.description && !target?.description) silent.push([...path, name].join('.'));
      }
    expect(silent).toEqual([]);
  });

  it("has an example for every field that isn't an enumeration", () => {
    const published = withExamples(schema);
    const all = (published.$defs ?? {}) as Readonly<Record<string, Json>>;
    const isPlain = (field: Json | undefined, depth = 0): boolean => {
      if (field === undefined || depth > 5) return false;
      const { type, anyOf, oneOf, $ref } = field;
      const types = [type].flat();
      const others = [...((anyOf ?? []) as Json[]), ...((oneOf ?? []) as Json[])];
      return (
        field.enum !== undefined ||
        field.const !== undefined ||
        field.properties !== undefined ||
        ['boolean', 'object', 'array'].some((name) => types.includes(name)) ||
        ($ref !== undefined && isPlain(all[String($ref).slice(8)], depth + 1)) ||
        others.some((one) => isPlain(one, depth + 1))
      );
    };
    const silent = [...walk(published, [])].flatMap(({ path, json }) =>
      Object.entries((json.properties ?? {}) as Readonly<Record<string, Json>>)
        .filter(([, field]) => field.examples === undefined && !isPlain(field))
        .map(([name]) => [...path, name].join('.')),
    );
    expect(silent).toEqual([]);
  });

  it('refers only to its definitions, and uses all of them', () => {
    const used = new Set(
      [...walk(schema, [])].flatMap(({ json }) => (typeof json.$ref === 'string' ? [json.$ref] : [])),
    );
    expect([...used].sort()).toEqual(
      Object.keys(definitions)
        .map((name) => `#/$defs/${name}`)
        .sort(),
    );
  });

  it('requires nothing in an environment, and allows null there', () => {
    const overlays = [...walk({ ...definitions.Environment }, [])].concat(
      Object.entries(definitions)
        .filter(([name]) => name.endsWith('Overlay'))
        .flatMap(([, json]) => [...walk(json, [])].filter(({ path }) => !path.includes('items'))),
    );
    expect(overlays.filter(({ json }) => json.required)).toEqual([]);
    const { url } = (definitions.NamedCredentialOverlay?.properties ?? {}) as Json;
    expect((url as Json).anyOf).toContainEqual({ type: 'null' });
  });

  it('refuses unknown fields everywhere', () => {
    const open = [...walk(schema, [])].filter(
      ({ json }) => json.properties && json.additionalProperties !== false,
    );
    expect(open.map(({ path }) => path.join('.'))).toEqual([]);
  });
});

it('docs/commands.md and docs/errors.md match node scripts/generate-reference.js', async () => {
  expect(committed('docs/commands.md')).toBe(await commandPage());
  expect(committed('docs/errors.md')).toBe(errorPage());
});

describe('docs/config.md', () => {
  it('matches node scripts/generate-reference.js', () => {
    expect(committed('docs/config.md')).toBe(referencePage());
  });

  it('contains only valid examples', () => {
    const indent = (text: string, by: number) =>
      text
        .trim()
        .split('\n')
        .map((line) => `${' '.repeat(by)}${line}`)
        .join('\n');
    const config = [
      examples.file,
      'externalCredentials:\n  AcmeKms:\n    label: Acme KMS',
      indent(examples.authentication.replace(/\n {2}scope: .*/, ''), 4),
      indent(examples.longForm, 6),
      indent(examples.parameter, 6),
      indent(examples.principal, 4),
      indent(examples.credentials, 8),
      examples.namedCredential,
      indent(examples.check, 4),
      examples.legacy.trim().split('\n').slice(1).join('\n'),
      examples.permissionSet,
      examples.certificate,
      examples.encryptionKeySettings,
      examples.cacheOnlyKey,
      examples.tenantSecret,
      examples.cipherTrust,
      examples.removed,
      examples.environments,
    ].join('\n');
    expect(problemsIn(config)).toEqual([]);
    expect(problemsIn(`${examples.file}${examples.externalCredential}`)).toEqual([]);
  });

  it('contains every field of every section', () => {
    const page = referencePage();
    const names = [...walk(jsonSchema(), [])].flatMap(({ json }) =>
      Object.keys((json.properties ?? {}) as Json),
    );
    const missing = [...new Set(names)].filter((name) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});

function* walk(json: unknown, path: readonly string[]): Generator<{ path: readonly string[]; json: Json }> {
  if (typeof json !== 'object' || json === null) return;
  if (!Array.isArray(json)) yield { path, json: json as Json };
  for (const [key, value] of Object.entries(json)) yield* walk(value, [...path, key]);
}
