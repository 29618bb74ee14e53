import { ApiError, ours } from '../api-error.ts';
import { TENANT_SECRET_REFUSED_CODE } from '../uncertain.ts';

/** A refusal of key work in our own words, because an org's are unknown. */
export const refused = (text: string, fields: readonly string[] = []): ApiError =>
  new ApiError(400, TENANT_SECRET_REFUSED_CODE, ours(text), fields);
