import type { Context } from 'hono';
import { notFound } from '../api-error.ts';
import type { Org } from '../org.ts';
import { type RestRequest, restRequest } from '../rest/context.ts';
import { requireAccess } from '../server/sessions.ts';

/**
 * Allows a request if the user may manage credentials (Salesforce Help, "Create or Edit an External Credential":
 * Manage Named Credentials or Customize Application) and the API version has the resource. Throws an ApiError.
 */
export const connectRequest = (org: Org, c: Context, since = 58): RestRequest => {
  const request = restRequest(org, c);
  if (request.version < since) throw notFound();
  requireAccess(org.database.view, request.caller, 'credentials');
  return request;
};
