import type { Json } from './json-schema.ts';
import type { ConfigPath } from './tree.ts';

/** The fields of a JSON Schema at a path, in its order; undefined if the keys are user-defined names. */
export function fieldsAt(schema: Json, path: ConfigPath): readonly string[] | undefined {
  let here: readonly Json[] = choicesOf(schema, schema);
  for (const key of path)
    here = here.flatMap((one) => schemasBelow(one, key).flatMap((inner) => choicesOf(inner, schema)));
  const lists = here.flatMap(({ properties }) =>
    properties === undefined ? [] : [Object.keys(properties as Json)],
  );
  return lists.length === 0 ? undefined : mergeLists(lists);
}

/** Merges the fields of all alternatives. A field that only one of them has goes after its predecessor there. */
function mergeLists(lists: readonly (readonly string[])[]): readonly string[] {
  const all: string[] = [];
  for (const fields of lists.toSorted((left, right) => right.length - left.length))
    for (const [index, field] of fields.entries()) {
      if (all.includes(field)) continue;
      all.splice(all.indexOf(fields[index - 1] ?? '') + 1, 0, field);
    }
  return all;
}

function schemasBelow(
  { properties, additionalProperties, items }: Json,
  key: string | number,
): readonly Json[] {
  if (typeof key === 'number') return isSchema(items) ? [items] : [];
  const field = (properties as Json | undefined)?.[key];
  if (isSchema(field)) return [field];
  return isSchema(additionalProperties) ? [additionalProperties] : [];
}

/** Follows a schema's references and returns all its alternatives. */
export function choicesOf(schema: Json, root: Json): readonly Json[] {
  const { $ref, anyOf, oneOf, allOf } = schema;
  const inner = [
    ...(typeof $ref === 'string' ? [definition(root, $ref)] : []),
    ...[anyOf, oneOf, allOf].flatMap((list) => (Array.isArray(list) ? (list as Json[]) : [])),
  ];
  return [schema, ...inner.filter(isSchema).flatMap((one) => choicesOf(one, root))];
}

function definition(root: Json, reference: string): unknown {
  return (root.$defs as Json | undefined)?.[reference.slice('#/$defs/'.length)];
}

function isSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
