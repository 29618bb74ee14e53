import { z } from 'zod';
import { environmentSettingsSchema } from './environment-settings.ts';
import type { ConfigFormat } from './format.ts';
import { overlaySchema } from './json-schema-overlay.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft 2020-12) of a format for editors, generated from its zod schema. */
export function jsonSchema({ schema }: ConfigFormat): Json {
  const { $defs, properties, required } = toJson(schema);
  const { version: _version, ...shared } = properties as Json;
  // An environment's settings allow no references, so their patterns stay.
  const settings = z.toJSONSchema(environmentSettingsSchema, { unrepresentable: 'any' }).properties as Json;
  const overlay = overlaySchema(shared, $defs as Json);
  const environment = {
    type: 'object',
    properties: { ...settings, ...overlay.properties },
    additionalProperties: false,
  };
  const environments = {
    type: 'object',
    description: 'Differences by environment: maps merge, scalars and lists replace, null removes an entry.',
    propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$' },
    additionalProperties: { $ref: '#/$defs/Environment' },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    // Changes only together with the format's `version: 1`.
    $id: 'urn:sf-keyway:config:1',
    title: 'keyway.yaml',
    description: 'Named credentials of Salesforce orgs, and who may use them.',
    type: 'object',
    properties: { ...(properties as Json), environments },
    required,
    additionalProperties: false,
    $defs: { ...($defs as Json), Environment: environment, ...overlay.$defs },
  };
}

function toJson(schema: z.ZodType): Json {
  const { $schema: _schema, ...json } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return cleanSchema(json) as Json;
}

/** Allow references in patterns and choices. Their values are checked when they are resolved. */
const orReference = '|\\$\\{';

/** Fields whose values decide which other fields exist. They allow no references. */
const decidingFields = ['protocol', 'variant', 'type', 'source', 'parameterType'];

function cleanSchema(json: unknown, name?: string): unknown {
  if (Array.isArray(json)) return json.map((item) => cleanSchema(item));
  if (json === null || typeof json !== 'object') return json;
  const { id: _id, shortForm, ...plain } = json as Json;
  const entries = Object.entries(plain).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'properties') return [[key, fieldsOf(value as Json)]];
    if (key === 'anyOf') return [[key, (value as Json[]).map((choice) => cleanSchema(choice, name))]];
    if (key === '$defs') return [[key, mapValues(value as Json, (def) => cleanSchema(def))]];
    if (key === 'propertyNames') return namesOf(value as Json);
    if (key === 'oneOf') return [[key, (cleanSchema(value) as Json[]).flatMap(branches)]];
    return [[key, cleanSchema(value)]];
  });
  const tidied = withReferences(Object.fromEntries(entries), name);
  return typeof shortForm === 'string' ? withShortForm(tidied, shortForm) : tidied;
}

/**
 * zod writes a field that must be absent as `{}`, which means "anything". Leave it out, so that unknown fields are
 * refused.
 */
function fieldsOf(fields: Json): Json {
  const kept = Object.entries(fields).filter(([, field]) => Object.keys(field as Json).length > 0);
  return Object.fromEntries(kept.map(([name, field]) => [name, cleanSchema(field, name)]));
}

/** Names are never references. If any text is a valid name, the schema needs no rule. */
function namesOf({ pattern, maxLength, description }: Json): [string, unknown][] {
  if (pattern === undefined) return [];
  return [
    [
      'propertyNames',
      { pattern, ...(maxLength ? { maxLength } : {}), ...(description ? { description } : {}) },
    ],
  ];
}

/** Flattens the alternatives, because zod nests those by variant inside those by protocol. */
function branches(json: Json): readonly Json[] {
  return json.type === undefined && Array.isArray(json.oneOf) ? (json.oneOf as Json[]) : [json];
}

function withReferences(json: Json, name?: string): Json {
  if (typeof json.pattern === 'string' && json.type === 'string' && !json.pattern.includes('env|file'))
    return { ...json, pattern: json.pattern + orReference };
  if (!Array.isArray(json.enum) || name === undefined || decidingFields.includes(name)) return json;
  const { enum: words, type, ...rest } = json;
  return {
    ...rest,
    anyOf: [
      { type, enum: words },
      { type: 'string', pattern: '\\$\\{' },
    ],
  };
}

/** A map for which the value of one field can stand. */
function withShortForm({ description, ...map }: Json, field: string): Json {
  const { description: _description, ...short } =
    (map.properties as Readonly<Record<string, Json>>)[field] ?? {};
  return { description, anyOf: [short, map] };
}

function mapValues(json: Json, change: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, change(value)]));
}
