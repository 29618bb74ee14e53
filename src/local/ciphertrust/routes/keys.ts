import type { Hono } from 'hono';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { TenantSecret } from '../state.ts';
import { change, create, shownSecret, upload, uploadCacheOnly } from '../tenant-secrets.ts';
import { readBody } from './body.ts';

/** Tenant secrets (cckmapi, sfdc-ten-sec-apis). */
export const keyRoutes = (app: Hono, context: Context): void => {
  const { state } = context;
  const show = (secret: TenantSecret) => shownSecret(context, secret);
  const one = (id: string): TenantSecret => {
    const found = state.get('tenantSecrets', id);
    if (found === undefined) throw notFound(`Salesforce key ${id.slice(0, 100)}`);
    return found;
  };
  app.get('/v1/cckm/sfdc/keys', (c) => {
    const { organization_id: organizationId, sfdc_org_id: sfdcOrgId, ...query } = c.req.query();
    const wanted = organizationId ?? sfdcOrgId;
    const found = state
      .all('tenantSecrets')
      .filter(
        ({ organization }) =>
          wanted === undefined ||
          organization === wanted ||
          state.get('organizations', organization)?.sfdcOrgId === wanted,
      );
    return c.json(pageOf(query, found.map(show), ['id', 'name', 'status', 'source', 'type', 'key_type']));
  });
  app.post('/v1/cckm/sfdc/keys', async (c) => c.json(show(await create(context, await readBody(c))), 201));
  // The wrapper's name is from the documents (CipherTrust: CCKM, Upload Key to Salesforce, Example Response).
  app.post('/v1/cckm/sfdc/keys/upload', async (c) =>
    c.json({ 'byok response': show(await upload(context, await readBody(c))) }, 201),
  );
  app.post('/v1/cckm/sfdc/upload-cache-only-key', async (c) =>
    c.json(show(await uploadCacheOnly(context, await readBody(c))), 201),
  );
  app.get('/v1/cckm/sfdc/keys/:id', (c) => c.json(show(one(c.req.param('id')))));
  for (const action of ['destroy', 'import', 'activate', 'delete-backup'] as const)
    app.post(`/v1/cckm/sfdc/keys/:id/${action}`, async (c) =>
      c.json(show(await change(context, one(c.req.param('id')), action))),
    );
};
