import { missing, notOneOf, unrecognized, wrongType } from './refusals.ts';

/** The type of a field in a request body. */
type Kind =
  | 'string'
  | 'boolean'
  | 'integer'
  | { readonly oneOf: readonly string[] }
  | { readonly list: Fields }
  | { readonly object: Fields }
  | { readonly map: Fields };

interface Field {
  readonly kind: Kind;
  readonly required?: true;
  /** The first API version that has it; default: all supported ones. */
  readonly since?: number;
}

export type Fields = Readonly<Record<string, Field>>;

/**
 * Checks a request body against the fields of a resource at an API version. Throws an ApiError for an unknown or
 * missing field, a wrong type, and an unknown enumeration value. null counts as absent.
 */
export const checkInput = (
  value: Readonly<Record<string, unknown>>,
  fields: Fields,
  version: number,
  path = '',
): void => {
  for (const name of Object.keys(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined || (field.since ?? 0) > version) throw unrecognized(name.slice(0, 100));
  }
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined && given !== null) checkKind(given, field.kind, version, path + name);
    else if (field.required) throw missing(path + name);
  }
};

const checkKind = (value: unknown, kind: Kind, version: number, path: string): void => {
  if (kind === 'integer') {
    if (!Number.isInteger(value)) throw wrongType(path, 'an integer');
  } else if (typeof kind === 'string') {
    if (typeof value !== kind) throw wrongType(path, `a ${kind}`);
  } else if ('oneOf' in kind) {
    if (typeof value !== 'string' || !kind.oneOf.includes(value)) throw notOneOf(path, kind.oneOf);
  } else if ('list' in kind) {
    if (!Array.isArray(value)) throw wrongType(path, 'a list');
    for (const item of value) checkInput(asObject(item, path), kind.list, version, `${path}.`);
  } else if ('object' in kind) checkInput(asObject(value, path), kind.object, version, `${path}.`);
  else
    for (const item of Object.values(asObject(value, path)))
      checkInput(asObject(item, path), kind.map, version, `${path}.`);
};

const asObject = (value: unknown, path: string): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, 'an object');
  return value as Record<string, unknown>;
};
