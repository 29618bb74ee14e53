import { z } from 'zod';
import { configSchema, environmentSettingsSchema } from './schema/index.ts';

type Json = Readonly<Record<string, unknown>>;

/** The format as JSON Schema (draft 2020-12), for editors; made from the one zod schema. */
export function jsonSchema(): Json {
  const base = toJson(configSchema);
  const properties = base.properties as Json;
  const { version: _version, ...shared } = properties;
  const settings = toJson(environmentSettingsSchema).properties as Json;
  const over = overlayOf({ type: 'object', properties: shared, additionalProperties: false }) as Json;
  const environment = { ...over, properties: { ...settings, ...(over.properties as Json) } };
  const environments = {
    type: 'object',
    additionalProperties: environment,
    description:
      'What differs by environment: maps merge, scalars and lists replace, null takes a component out.',
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'keyway.yaml',
    type: 'object',
    properties: { ...properties, environments },
    required: ['version'],
    additionalProperties: false,
  };
}

function toJson(schema: z.ZodType): Json {
  const { $schema: _schema, ...json } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return tidy(json) as Json;
}

/** zod writes a field that must be absent as `{}`, "anything": leave it out, so that unknown fields are refused. */
function tidy(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(tidy);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => {
      if (key !== 'properties') return [[key, tidy(value)]];
      const kept = Object.entries(value as Json).filter(([, field]) => Object.keys(field as Json).length > 0);
      return [[key, Object.fromEntries(kept.map(([name, field]) => [name, tidy(field)]))]];
    }),
  );
}

/** The same shape with nothing required, any branch of a choice open, and null allowed for an entry of a map. */
function overlayOf(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(overlayOf);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'required') return [];
      if (key === 'oneOf') return [['anyOf', overlayOf(value)]];
      if (key === 'properties') {
        return [
          [
            key,
            Object.fromEntries(
              Object.entries(value as Json).map(([name, field]) => [name, nullable(overlayOf(field))]),
            ),
          ],
        ];
      }
      if (key === 'additionalProperties' && value !== false) return [[key, nullable(overlayOf(value))]];
      return [[key, overlayOf(value)]];
    }),
  );
}

function nullable(json: unknown): unknown {
  return { anyOf: [json, { type: 'null' }] };
}
