import { ApiError } from '../api-error.ts';
import { id18, isId } from '../ids.ts';
import type { Field, Row, SObjectType, Value } from '../tables.ts';

const refusedFields = (names: readonly string[]): ApiError =>
  new ApiError(
    400,
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    names,
  );

/**
 * Checks the fields of a row to write, and returns them with their exact names and typed values. Throws the API's
 * errors for unknown fields, read-only fields and values of the wrong type (REST API Developer Guide).
 */
export const checkFields = (
  type: SObjectType,
  input: Readonly<Record<string, unknown>>,
  action: 'createable' | 'updateable',
  apiVersion: number,
): Row => {
  const row: Record<string, Value> = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes') continue;
    const field = type.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (field === undefined)
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`);
    if (field[action] !== true) refused.push(field.name);
    else row[field.name] = checkValue(field, value, apiVersion);
  }
  if (refused.length > 0) throw refusedFields(refused);
  return row;
};

const wrongType = (field: Field, value: unknown): ApiError =>
  new ApiError(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field.type} from ${JSON.stringify(value)?.slice(0, 80)} for field ${field.name}`,
  );

/** Values of a picklist in an API version. */
export const picklistValuesOf = (field: Field, apiVersion: number): readonly string[] =>
  (field.picklistValues ?? []).filter((value) => (field.picklistSince?.[value] ?? 0) <= apiVersion);

/** SOAP API Developer Guide, StatusCode: INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST. */
const restrictedValue = (field: Field, value: string, apiVersion: number): Value => {
  // The guides' own examples use `Destroyed` and `Remote` for DESTROYED and REMOTE.
  const found = picklistValuesOf(field, apiVersion).find(
    (candidate) => candidate.toLowerCase() === value.toLowerCase(),
  );
  if (found !== undefined) return found;
  throw new ApiError(
    400,
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label ?? field.name}: bad value for restricted picklist field: ${value.slice(0, 80)}`,
    [field.name],
  );
};

const checkValue = (field: Field, value: unknown, apiVersion: number): Value => {
  if (value === null) return null;
  switch (field.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(field, value);
      return value;
    case 'int':
    case 'double':
      if (typeof value !== 'number') throw wrongType(field, value);
      return value;
    case 'datetime':
      if (typeof value !== 'string' || Number.isNaN(Date.parse(value.replace(/\+0000$/, 'Z'))))
        throw wrongType(field, value);
      return new Date(value.replace(/\+0000$/, 'Z')).toISOString().replace('Z', '+0000');
    case 'id':
    case 'reference':
      if (typeof value !== 'string') throw wrongType(field, value);
      if (!isId(value))
        throw new ApiError(
          400,
          'MALFORMED_ID',
          `${field.label ?? field.name}: id value of incorrect type: ${value}`,
          [field.name],
        );
      return id18(value);
    case 'base64':
      if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0)
        throw wrongType(field, typeof value === 'string' ? 'what is no base64' : value);
      return value;
    default:
      if (typeof value !== 'string') throw wrongType(field, value);
      if (field.restricted) return restrictedValue(field, value, apiVersion);
      if (field.length !== undefined && value.length > field.length)
        throw new ApiError(
          400,
          'STRING_TOO_LONG',
          `${field.label ?? field.name}: data value too large: ${value.slice(0, 80)} (max length=${field.length})`,
          [field.name],
        );
      return value;
  }
};

/** Throws REQUIRED_FIELD_MISSING for missing required fields. */
export const requireFields = (row: Row, names: readonly string[]): void => {
  const missing = names.filter((name) => row[name] === undefined || row[name] === null || row[name] === '');
  if (missing.length > 0)
    throw new ApiError(
      400,
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${missing.join(', ')}]`,
      missing,
    );
};
