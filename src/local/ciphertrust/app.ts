import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Hono, type Context as HonoContext } from 'hono';
import { KeywayError } from '../../errors/index.ts';
import type { Context } from './context.ts';
import { CipherTrustProblem, notFound } from './errors.ts';
import type { Faults } from './faults.ts';
import { readBody } from './routes/body.ts';
import { certificateRoutes } from './routes/certificates.ts';
import { endpointRoutes, fetchRoutes } from './routes/endpoints.ts';
import { issuerRoutes } from './routes/issuers.ts';
import { jobRoutes } from './routes/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { organizationRoutes } from './routes/organizations.ts';
import { reportRoutes } from './routes/reports.ts';
import { vaultRoutes } from './routes/vault.ts';
import type { Tokens } from './tokens.ts';

/** A received request. Bodies with a password aren't recorded. */
export interface RecordedRequest {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  readonly body: string;
}

const MOST_REQUESTS = 1000;

/** All routes of the server. */
export const createApp = (
  context: Context,
  tokens: Tokens,
  faults: Faults,
  requests: RecordedRequest[],
): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    // Don't answer if the last change couldn't be saved.
    context.state.failed.throwIfAborted();
    const { pathname, search } = new URL(c.req.url);
    const holdsPassword = /\/(?:auth\/tokens|endpoints)\b/.test(pathname);
    const body = holdsPassword ? '' : await c.req.text();
    requests.push({ method: c.req.method, path: pathname + search, body });
    if (requests.length > MOST_REQUESTS) requests.shift();
    const fault = faults.take(c.req.method, pathname.replace(/^\/api/, ''));
    if (fault?.do === 'drop') return hangUp(c);
    if (fault?.do === 'answer') return answerOf(c, fault.status ?? 500, fault.body);
    if (fault?.do === 'expire') tokens.expire();
    await next();
    await context.state.save();
    return fault?.do === 'lose' ? hangUp(c) : undefined;
  });
  fetchRoutes(app, context);
  const api = new Hono();
  // With and without a trailing slash; the documents use one.
  for (const path of ['/v1/auth/tokens', '/v1/auth/tokens/'])
    api.post(path, async (c) => c.json(tokens.issue(await readBody(c)) as never));
  api.use(async (c, next) => {
    tokens.check(c.req.header('authorization'));
    await next();
  });
  // Jobs before keys and certificates, whose routes would treat `synchronization-jobs` as an id.
  for (const routes of [
    jobRoutes,
    keyRoutes,
    certificateRoutes,
    organizationRoutes,
    endpointRoutes,
    issuerRoutes,
    reportRoutes,
    vaultRoutes,
  ])
    routes(api, context);
  app.route('/api', api);
  api.onError((error, c) => problem(c, error));
  app.onError((error, c) => problem(c, error));
  app.notFound((c) => problem(c, notFound('not emulated')));
  return app;
};

/** Ends the connection without an answer. */
const hangUp = (c: HonoContext): Response => {
  (c.env as { incoming: IncomingMessage }).incoming.socket.destroy();
  return c.body(null, 200);
};

const answerOf = (c: HonoContext, status: number, body: unknown): Response => {
  if (body === undefined)
    return problem(c, new CipherTrustProblem(status, 1, 'NCERRInternalServerError', 'a fault of the test'));
  return typeof body === 'string' ? c.text(body, status as 500) : c.json(body as never, status as 500);
};

const problem = (c: HonoContext, error: Error): Response => {
  const known =
    error instanceof CipherTrustProblem
      ? error
      : new CipherTrustProblem(
          500,
          1,
          'NCERRInternalServerError',
          error instanceof KeywayError ? error.message : 'the local CipherTrust failed',
        );
  const { status, code, codeDesc, message } = known;
  return c.json({ code, codeDesc, message, requestID: randomUUID() }, status as 400);
};
