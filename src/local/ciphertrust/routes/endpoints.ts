import { timingSafeEqual } from 'node:crypto';
import type { Hono, Context as HonoContext } from 'hono';
import { born, type Context, commonFields, organizationOf } from '../context.ts';
import { conflict, invalid, notFound, unauthorized } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { Endpoint } from '../state.ts';
import { cacheOnlyJwe } from '../wrap.ts';
import { readBody } from './body.ts';

/** Never shows the password. */
const show = (endpoint: Endpoint) => ({
  ...commonFields(endpoint, 'SFDCEndpoint'),
  name: endpoint.name,
  url_hostname: endpoint.urlHostname,
  organization_id: endpoint.organization,
  password_authentication: { username: endpoint.username },
});

type Body = Readonly<Record<string, unknown>>;

const textOf = (body: Body, name: string): string => {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} is missing`);
};

/** Endpoints for fetching cache-only keys (cckmapi, sfdc-cache-only-apis). */
export const endpointRoutes = (app: Hono, context: Context): void => {
  const { state } = context;
  const one = (id: string): Endpoint => {
    const found = state.get('endpoints', id);
    if (found === undefined) throw notFound(`Salesforce endpoint ${id.slice(0, 100)}`);
    return found;
  };
  app.get('/v1/cckm/sfdc/endpoints', (c) =>
    c.json(pageOf(c.req.query(), state.all('endpoints').map(show), ['id', 'name', 'organization_id'])),
  );
  app.post('/v1/cckm/sfdc/endpoints', async (c) => {
    const body = await readBody(c);
    const login = (body.password_authentication ?? {}) as Body;
    const name = textOf(body, 'name');
    const organization = organizationOf(context, body.organization_id);
    if (state.all('endpoints').some((endpoint) => endpoint.name === name))
      throw conflict(`there is an endpoint ${name.slice(0, 100)}`);
    const endpoint: Endpoint = {
      ...born(context, name),
      name,
      urlHostname: textOf(body, 'url_hostname'),
      username: textOf(login, 'username'),
      password: textOf(login, 'password'),
      organization: organization.id,
    };
    state.put('endpoints', endpoint);
    return c.json(show(endpoint), 201);
  });
  app.get('/v1/cckm/sfdc/endpoints/:id', (c) => c.json(show(one(c.req.param('id')))));
  app.patch('/v1/cckm/sfdc/endpoints/:id', async (c) => {
    const endpoint = one(c.req.param('id'));
    const body = await readBody(c);
    const login = (body.password_authentication ?? {}) as Body;
    const changed: Endpoint = {
      ...endpoint,
      name: String(body.name ?? endpoint.name),
      urlHostname: String(body.url_hostname ?? endpoint.urlHostname),
      username: String(login.username ?? endpoint.username),
      password: String(login.password ?? endpoint.password),
      updatedAt: new Date(context.clock()).toISOString(),
    };
    state.put('endpoints', changed);
    return c.json(show(changed));
  });
  app.delete('/v1/cckm/sfdc/endpoints/:id', (c) => {
    state.delete('endpoints', one(c.req.param('id')).id);
    return c.body(null, 204);
  });
};

/** What Salesforce fetches: `{ kid, jwe }`. It uses the endpoint's own login instead of a token. */
export const fetchRoutes = (app: Hono, context: Context): void => {
  const { state } = context;
  const serve = (c: HonoContext, endpoints: readonly Endpoint[], kid: string): Response => {
    const authorization = c.req.header('authorization') ?? '';
    const endpoint = endpoints.find(({ username, password }) =>
      isSame(authorization, `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`),
    );
    if (endpoint === undefined) throw unauthorized('Wrong username or password.');
    const secret = state.get('tenantSecrets', kid);
    const key = state.get('sourceKeys', secret?.sourceKey ?? '');
    const certificate = state.get('certificates', secret?.certificate ?? '');
    if (
      secret?.keyType !== 'cache_only' ||
      secret.organization !== endpoint.organization ||
      !key ||
      !certificate
    )
      throw notFound(`key ${kid.slice(0, 100)}`);
    const material = Buffer.from(key.material, 'base64');
    try {
      return c.json({ kid, jwe: cacheOnlyJwe(material, certificate.pem, kid, c.req.query('requestId')) });
    } finally {
      material.fill(0);
    }
  };
  app.get('/api/v1/cckm/sfdc/endpoints/:endpoint/keys/:kid', (c) => {
    const endpoint = state.get('endpoints', c.req.param('endpoint'));
    if (endpoint === undefined) throw notFound('Salesforce endpoint');
    return serve(c, [endpoint], c.req.param('kid'));
  });
  // The older address, by the org's id, which covers all endpoints of the organization (CipherTrust's CCKM
  // documentation, Salesforce).
  app.get('/kmaas/byok/:org/:kid', (c) => {
    const { id } = organizationOf(context, c.req.param('org'));
    const endpoints = state.all('endpoints').filter(({ organization }) => organization === id);
    return serve(c, endpoints, c.req.param('kid'));
  });
};

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
