import { ApiError, ours } from '../api-error.ts';
import {
  CONNECT_DUPLICATE_CODE,
  CONNECT_REFUSED_CODE,
  ENUM_REFUSED_CODE,
  UNRECOGNIZED_FIELD_CODE,
  unrecognizedField,
} from '../uncertain.ts';

/** Refusals of Connect REST. The wording is ours unless Salesforce's is known. None of them repeats a value. */
export const refused = (message: string): ApiError => new ApiError(400, CONNECT_REFUSED_CODE, ours(message));

export const duplicate = (what: string): ApiError =>
  new ApiError(400, CONNECT_DUPLICATE_CODE, ours(`${what} already exists`));

export const absent = (what: string): ApiError =>
  new ApiError(404, 'NOT_FOUND', ours(`${what} does not exist`));

export const missing = (field: string): ApiError =>
  new ApiError(400, 'MISSING_ARGUMENT', `Missing required argument: ${field}`);

export const notOneOf = (field: string, values: readonly string[]): ApiError =>
  new ApiError(400, ENUM_REFUSED_CODE, ours(`${field} is none of: ${values.join(', ')}`));

export const wrongType = (field: string, wanted: string): ApiError =>
  new ApiError(400, UNRECOGNIZED_FIELD_CODE, ours(`${field} is not ${wanted}`));

export const unrecognized = (field: string): ApiError =>
  new ApiError(400, UNRECOGNIZED_FIELD_CODE, unrecognizedField(field));
