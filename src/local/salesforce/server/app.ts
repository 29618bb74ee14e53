import { Hono } from 'hono';
import { notEmulated } from '../api-error.ts';
import { apexCallout } from '../callout/callout.ts';
import { cometdRoutes } from '../cometd/routes.ts';
import { connectRoutes } from '../connect/routes.ts';
import { createRequestLog } from '../inspector/request-log.ts';
import { inspectorRoutes } from '../inspector/routes.ts';
import type { DeployJobs } from '../metadata/deploy-jobs.ts';
import { METADATA_NAMESPACE } from '../metadata/shapes/shape.ts';
import type { Org } from '../org.ts';
import type { KeyCache } from '../remote-keys/cache.ts';
import { compositeRoutes } from '../rest/composite.ts';
import { compositeRequestRoutes } from '../rest/composite-request.ts';
import { deployRequestRoutes } from '../rest/deploy-request.ts';
import { executeAnonymousRoutes } from '../rest/execute-anonymous.ts';
import { identityRoutes } from '../rest/identity.ts';
import { queryRoutes } from '../rest/query.ts';
import { sobjectRoutes } from '../rest/sobjects.ts';
import { scheduledApex } from '../scheduled-jobs/run-due.ts';
import { apexSoap } from '../soap/apex.ts';
import { soapFault } from '../soap/envelope.ts';
import { metadataSoap } from '../soap/metadata.ts';
import { type Control, controlRoutes } from './control.ts';
import { dueMiddleware } from './due-middleware.ts';
import { faultMiddleware } from './fault-middleware.ts';
import { jsonError, toApiError } from './respond.ts';

/** All routes of the org. */
export const createApp = (
  org: Org,
  control: Control & { readonly keyCache: KeyCache },
  jobs: DeployJobs,
): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    // Don't answer if the last change couldn't be saved.
    org.database.failed?.throwIfAborted();
    await next();
    await org.database.safe();
    // Real orgs send this with every answer (REST API Developer Guide, Limit Info Header).
    c.header('Sforce-Limit-Info', 'api-usage=1/15000');
    c.header('Date', new Date(org.clock.now()).toUTCString());
    c.header('Cache-Control', 'no-cache,must-revalidate,max-age=0,no-store,private');
  });
  app.use('/services/*', dueMiddleware(org, control.keyCache));
  app.use('/cometd/*', dueMiddleware(org, control.keyCache));
  const callout = apexCallout(org);
  org.due.add(scheduledApex(org));
  const log = createRequestLog();
  inspectorRoutes(app, org, log);
  app.use(log.middleware);
  app.use(faultMiddleware(org.faults));
  controlRoutes(app, org, control);
  identityRoutes(app, org);
  queryRoutes(app, org);
  sobjectRoutes(app, org);
  compositeRoutes(app, org);
  compositeRequestRoutes(app, org);
  executeAnonymousRoutes(app, org, callout);
  apexSoap(app, org, callout);
  deployRequestRoutes(app, org, jobs);
  metadataSoap(app, org, jobs);
  connectRoutes(app, org);
  cometdRoutes(app, org);
  app.onError((error, c) => {
    if (!c.req.path.startsWith('/services/Soap/')) return jsonError(c, error);
    c.header('Content-Type', 'text/xml;charset=UTF-8');
    return c.body(soapFault(METADATA_NAMESPACE, toApiError(error)), 500);
  });
  app.notFound((c) => jsonError(c, notEmulated(`${c.req.method} ${c.req.path.slice(0, 200)}`)));
  return app;
};
