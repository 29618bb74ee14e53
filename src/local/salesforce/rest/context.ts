import type { Context } from 'hono';
import { ApiError, notFound } from '../api-error.ts';
import type { Caller, Org } from '../org.ts';
import { bearerToken, callerOf, requireAccess } from '../server/sessions.ts';
import { restVersion } from '../server/versions.ts';
import type { Api } from '../sobjects/tables.ts';

/** An authenticated REST request: its caller and its version. */
export interface RestRequest {
  readonly caller: Caller;
  readonly userId: string;
  /** 66 for `v66.0`. */
  readonly version: number;
  /** `/services/data/v66.0` or `/services/data/v66.0/tooling`: the start of this API's links. */
  readonly base: string;
  readonly api: Api;
}

/** Checks version, session and API access. Throws an ApiError. */
export const restRequest = (org: Org, c: Context, api: Api = 'data'): RestRequest => {
  const caller = callerOf(org.database.view, bearerToken(c.req.header('authorization')));
  requireAccess(org.database.view, caller, 'api');
  const segment = c.req.param('version') ?? '';
  const version = restVersion(segment);
  if (version === undefined) throw notFound();
  const base = `/services/data/${segment}${api === 'tooling' ? '/tooling' : ''}`;
  return { caller, userId: String(caller.user.Id), version, base, api };
};

export const requiredQuery = (c: Context, name: string): string => {
  const value = c.req.query(name);
  if (value === undefined || value === '')
    throw new ApiError(400, 'MISSING_ARGUMENT', `Missing required argument: ${name}`);
  return value;
};
