type Json = Readonly<Record<string, unknown>>;

/**
 * The schema of an environment's overlay: the same shape with nothing required, every field of every alternative,
 * and null to delete an entry. Definitions that differ from the file's get other names.
 */
export function overlaySchema(
  shared: Json,
  $defs: Json,
): { readonly properties: Json; readonly $defs: Json } {
  const definitions: Record<string, unknown> = {};
  const refer = (ref: string): string => {
    const name = ref.slice('#/$defs/'.length);
    const over = overlayOf($defs[name] as Json, refer);
    if (JSON.stringify(over) === JSON.stringify($defs[name])) return ref;
    definitions[`${name}Overlay`] = over;
    return `#/$defs/${name}Overlay`;
  };
  const properties = overlayFields(shared, refer);
  return { properties, $defs: definitions };
}

type Refer = (ref: string) => string;

function overlayOf(json: Json, refer: Refer): Json {
  if (typeof json.$ref === 'string') return { ...json, $ref: refer(json.$ref) };
  const { required: _required, oneOf, ...rest } = json;
  const choices = oneOf ?? json.anyOf;
  if (Array.isArray(choices) && choices.every(({ type }: Json) => type === 'object')) {
    const { anyOf: _anyOf, ...plain } = rest;
    return { ...plain, ...overlayOf(mergeChoices(choices), refer) };
  }
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => {
      if (key === 'properties') return [key, overlayFields(value as Json, refer)];
      if (key === 'additionalProperties' && value !== false)
        return [key, nullable(overlayOf(value as Json, refer))];
      if (key === 'anyOf') return [key, (value as Json[]).map((choice) => overlayOf(choice, refer))];
      return [key, value];
    }),
  );
}

function overlayFields(fields: Json, refer: Refer): Json {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      // A list replaces the base's list, so its items must be complete.
      const list = (field as Json).type === 'array';
      return [name, nullable(list ? (field as Json) : overlayOf(field as Json, refer))];
    }),
  );
}

/**
 * Merges alternatives into one object, because an overlay may change a field without repeating which alternative it
 * uses.
 */
function mergeChoices(choices: readonly Json[]): Json {
  const fields = new Map<string, Json[]>();
  for (const { properties } of choices)
    for (const [name, field] of Object.entries(properties as Json))
      fields.set(name, [...(fields.get(name) ?? []), field as Json]);
  const properties = Object.fromEntries([...fields].map(([name, forms]) => [name, mergedField(forms)]));
  return { type: 'object', properties, additionalProperties: false };
}

function mergedField(forms: readonly Json[]): Json {
  const words = forms.map((form) => (form.const === undefined ? form.enum : [form.const]));
  const [first = {}] = forms;
  if (words.every(Array.isArray)) {
    const { const: _const, enum: _enum, ...rest } = first;
    return { ...rest, enum: [...new Set(words.flat())] };
  }
  const unlike = new Map(forms.map(({ description: _description, ...form }) => [JSON.stringify(form), form]));
  if (unlike.size < 2) return first;
  return { ...(first.description ? { description: first.description } : {}), anyOf: [...unlike.values()] };
}

function nullable(json: Json): Json {
  const { description, ...rest } = json;
  const descriptionField = description === undefined ? {} : { description };
  if (typeof rest.type === 'string' && rest.enum === undefined && rest.const === undefined)
    return { ...descriptionField, ...rest, type: [rest.type, 'null'] };
  if (Array.isArray(rest.anyOf) && Object.keys(rest).length === 1)
    return { ...descriptionField, anyOf: [...rest.anyOf, { type: 'null' }] };
  return { ...descriptionField, anyOf: [rest, { type: 'null' }] };
}
