import type { Context, Hono } from 'hono';
import type { Callout } from '../callout/types.ts';
import { executeAnonymous } from '../execute-anonymous.ts';
import type { Org } from '../org.ts';
import { json } from '../server/respond.ts';
import { requireAccess } from '../server/sessions.ts';
import { requiredQuery, restRequest } from './context.ts';

/** Tooling API, executeAnonymous: always status 200, whatever the block does. */
export const executeAnonymousRoutes = (app: Hono, org: Org, callout: Callout | undefined): void => {
  const run = async (c: Context): Promise<Response> => {
    const request = restRequest(org, c, 'tooling');
    requireAccess(org.database.view, request.caller, 'apex');
    const { log: _notShown, ...result } = await executeAnonymous(
      org,
      request.caller,
      requiredQuery(c, 'anonymousBody'),
      callout,
      request.version,
    );
    return json(c, result);
  };
  app.get('/services/data/:version/tooling/executeAnonymous', run);
  app.get('/services/data/:version/tooling/executeAnonymous/', run);
};
