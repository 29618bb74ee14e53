import { ApiError, ours } from '../api-error.ts';
import { TENANT_SECRET_REFUSED_CODE } from '../uncertain.ts';

/** A refusal of key work in our words: those of an org are not known. */
export const refused = (text: string, fields: readonly string[] = []): ApiError =>
  new ApiError(400, TENANT_SECRET_REFUSED_CODE, ours(text), fields);
