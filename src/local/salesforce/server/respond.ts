import type { Context } from 'hono';
import { KeywayError } from '../../../errors/index.ts';
import { ApiError, ours } from '../api-error.ts';

const JSON_TYPE = 'application/json;charset=UTF-8';

export const json = (c: Context, value: unknown, status = 200): Response => {
  c.header('Content-Type', JSON_TYPE);
  return c.body(JSON.stringify(value), status as 200);
};

/** Converts an error to an ApiError. SOQL errors have their own code; any other error is a bug of the local org. */
export const toApiError = (error: unknown): ApiError => {
  if (error instanceof ApiError) return error;
  if (error instanceof Error && 'errorCode' in error && typeof error.errorCode === 'string') {
    const fields = 'fields' in error && Array.isArray(error.fields) ? (error.fields as string[]) : undefined;
    return new ApiError(400, error.errorCode, error.message, fields);
  }
  if (error instanceof KeywayError) return new ApiError(500, 'UNKNOWN_EXCEPTION', ours(error.message));
  return new ApiError(
    500,
    'UNKNOWN_EXCEPTION',
    ours(`a bug: ${error instanceof Error ? error.message : String(error)}`),
  );
};

/** REST returns errors as an array (REST API Developer Guide, Status Codes and Error Responses). */
export const jsonError = (c: Context, thrown: unknown): Response => {
  const error = toApiError(thrown);
  const body = {
    message: error.message,
    errorCode: error.errorCode,
    ...(error.fields ? { fields: error.fields } : {}),
  };
  return json(c, [body], error.status);
};
