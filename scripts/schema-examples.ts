// The published JSON Schema, with an example in every field that isn't an enumeration. The examples are from
// configs that tests deploy.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { choicesOf as choicesIn } from '../src/config/field-order.ts';
import type { Json } from '../src/config/json-schema.ts';
import { jsonSchema } from '../src/kinds/config.ts';

type Schema = { [key: string]: unknown };

const root = join(import.meta.dirname, '..');
/** The first config with a field provides its example. Deliberately hostile values are only for tests. */
const configs = [
  'keyway.yaml',
  'templates/config/*.yaml',
  'fixtures/!(hostile-values)/keyway.yaml',
  'scripts/schema-examples.yaml',
].flatMap((pattern) => globSync(pattern, { cwd: root }).sort());

export function schemaText(): string {
  return `${JSON.stringify(withExamples(jsonSchema()), null, 2)}\n`;
}

/** Copies a schema and adds the scalars of all configs as examples. */
export function withExamples(schema: Json): Json {
  const copy = structuredClone(schema) as Schema;
  for (const file of configs) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, 'Acme');
    show(parse(text, { merge: true }), [copy], copy);
  }
  // A field in an environment looks like the field that it overlays.
  const definitions = copy.$defs as Readonly<Record<string, Schema>>;
  for (const [name, over] of Object.entries(definitions))
    if (name.endsWith('Overlay')) copyExamples(definitions[name.slice(0, -'Overlay'.length)], over);
  return copy;
}

function copyExamples(from: unknown, to: Schema): void {
  const examples = new Map(fieldsIn(from).map(([name, field]) => [name, field.examples]));
  for (const [name, field] of fieldsIn(to))
    if (examples.get(name) !== undefined && field.examples === undefined) field.examples = examples.get(name);
}

/** All fields at any depth, by name. Of several with the same name, one with an example comes last. */
function fieldsIn(schema: unknown): readonly (readonly [string, Schema])[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (!isSchema(schema)) return [];
  const { properties, examples: _examples, ...rest } = schema;
  const own = Object.entries((properties ?? {}) as Schema).filter((entry): entry is [string, Schema] =>
    isSchema(entry[1]),
  );
  const all = [
    ...own,
    ...own.flatMap(([, field]) => fieldsIn(field)),
    ...Object.values(rest).flatMap(fieldsIn),
  ];
  return all.toSorted(
    ([, left], [, right]) => Number(left.examples !== undefined) - Number(right.examples !== undefined),
  );
}

function show(value: unknown, schemas: readonly Schema[], whole: Schema): void {
  const choices = schemas.flatMap((schema) => choicesOf(schema, whole));
  if (Array.isArray(value)) {
    for (const item of value)
      show(
        item,
        choices.flatMap(({ items }) => (isSchema(items) ? [items] : [])),
        whole,
      );
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const fields = choices.flatMap(({ properties }) => {
      const field = (properties as Schema | undefined)?.[key];
      return isSchema(field) ? [field] : [];
    });
    for (const field of fields) addExample(field, inner, whole);
    const others = choices.flatMap(({ additionalProperties }) =>
      isSchema(additionalProperties) ? [additionalProperties] : [],
    );
    show(inner, fields.length > 0 ? fields : others, whole);
  }
}

/** Enumerations need no example, because an editor lists their values. */
function addExample(field: Schema, value: unknown, whole: Schema): void {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  if (!isScalar || field.examples !== undefined) return;
  if (choicesOf(field, whole).some((one) => one.enum !== undefined || one.const !== undefined)) return;
  field.examples = [value];
}

/** Those of src/config/field-order.ts, but writable. */
const choicesOf = (schema: Schema, whole: Schema) => choicesIn(schema, whole) as readonly Schema[];

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
