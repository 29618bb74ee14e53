import type { Hono } from 'hono';
import { born, type Context, commonFields } from '../context.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { Issuer } from '../state.ts';
import { readBody } from './body.ts';

const show = (issuer: Issuer) => ({
  ...commonFields(issuer, 'sfdc-issuer'),
  name: issuer.name,
  openid_config_url: issuer.openidConfigUrl,
  issuer: issuer.issuer,
  jwks_uri: issuer.jwksUri,
});

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Issuers of JWTs for endpoints (cckmapi, sfdc-issuers). The JWTs are not emulated. */
export const issuerRoutes = (app: Hono, context: Context): void => {
  const { state } = context;
  const one = (id: string): Issuer => {
    const found = state.get('issuers', id);
    if (found === undefined) throw notFound(`Salesforce issuer ${id.slice(0, 100)}`);
    return found;
  };
  app.get('/v1/cckm/sfdc/issuers', (c) =>
    c.json(pageOf(c.req.query(), state.all('issuers').map(show), ['id', 'name', 'issuer'])),
  );
  app.post('/v1/cckm/sfdc/issuers', async (c) => {
    const body = await readBody(c);
    const name = text(body.name);
    if (name === null) throw invalid('name is missing');
    const [issuer, jwksUri, openidConfigUrl] = [body.issuer, body.jwks_uri, body.openid_config_url].map(text);
    if (!openidConfigUrl && !(issuer && jwksUri))
      throw invalid('give issuer and jwks_uri, or openid_config_url');
    if (state.all('issuers').some((other) => other.name === name))
      throw conflict(`there is an issuer of that name`);
    const made: Issuer = {
      ...born(context, name),
      name,
      issuer: issuer ?? null,
      jwksUri: jwksUri ?? null,
      openidConfigUrl: openidConfigUrl ?? null,
    };
    state.put('issuers', made);
    return c.json(show(made), 201);
  });
  app.get('/v1/cckm/sfdc/issuers/:id', (c) => c.json(show(one(c.req.param('id')))));
  app.delete('/v1/cckm/sfdc/issuers/:id', (c) => {
    state.delete('issuers', one(c.req.param('id')).id);
    return c.body(null, 204);
  });
};
