import type { Hono } from 'hono';
import { born, type Context, commonFields, organizationOf } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { Organization } from '../state.ts';
import { readBody } from './body.ts';

const show = (organization: Organization) => ({
  ...commonFields(organization, 'SFDCOrganization'),
  cloud_name: 'sfdc',
  name: organization.name,
  sfdc_org_id: organization.sfdcOrgId,
  organization_id: organization.sfdcOrgId,
  connection: organization.connection,
  organization_type: organization.type,
});

/** Salesforce organizations and their named credentials (cckmapi, sfdc-org-apis, sfdc-name-cred-apis). */
export const organizationRoutes = (app: Hono, context: Context): void => {
  const { state } = context;

  /** Reads the org behind a connection. */
  const ask = async (connection: string) => {
    const [row] = await context
      .salesforce(connection)
      .query('SELECT Id, Name, IsSandbox FROM Organization LIMIT 1');
    return {
      name: String(row?.Name),
      organization_id: String(row?.Id),
      connection,
      cloud_name: 'sfdc',
      type: row?.IsSandbox === true ? 'Sandbox' : 'Regular',
    };
  };

  app.post('/v1/cckm/sfdc/get-organizations', async (c) =>
    c.json(await ask(String((await readBody(c)).connection ?? ''))),
  );

  app.post('/v1/cckm/sfdc/add-organizations', async (c) => {
    const body = await readBody(c);
    const found = await ask(String(body.connection ?? ''));
    if (String(body.sfdc_org_id).slice(0, 15) !== found.organization_id.slice(0, 15))
      throw notFound(`Salesforce organization ${String(body.sfdc_org_id).slice(0, 100)} of this connection`);
    if (state.all('organizations').some(({ sfdcOrgId }) => sfdcOrgId === found.organization_id))
      throw conflict('the organization has been added');
    const organization: Organization = {
      ...born(context, found.organization_id),
      sfdcOrgId: found.organization_id,
      connection: found.connection,
      name: found.name,
      type: found.type,
    };
    state.put('organizations', organization);
    return c.json(show(organization), 201);
  });

  app.get('/v1/cckm/sfdc/organizations', (c) =>
    c.json(
      pageOf(c.req.query(), state.all('organizations').map(show), [
        'id',
        'sfdc_org_id',
        'organization_type',
        'name',
        'connection',
        'cloud_name',
      ]),
    ),
  );
  app.get('/v1/cckm/sfdc/organizations/:id', (c) => c.json(show(organizationOf(context, c.req.param('id')))));
  app.patch('/v1/cckm/sfdc/organizations/:id', async (c) => {
    const organization = organizationOf(context, c.req.param('id'));
    const { connection } = await readBody(c);
    const changed = { ...organization, connection: String(connection ?? organization.connection) };
    state.put('organizations', changed);
    return c.json(show(changed));
  });
  app.delete('/v1/cckm/sfdc/organizations/:id', (c) => {
    const { id } = organizationOf(context, c.req.param('id'));
    for (const name of ['tenantSecrets', 'certificates', 'endpoints'] as const)
      for (const resource of state.all(name))
        if (resource.organization === id) state.delete(name, resource.id);
    state.delete('organizations', id);
    return c.body(null, 204);
  });

  /** In the form of 2.18: the answer of Salesforce's query (CipherTrust's CCKM documentation, Salesforce). */
  app.post('/v1/cckm/sfdc/get-named-credentials', async (c) => {
    const organization = organizationOf(context, (await readBody(c)).organization_id);
    const rows = await context
      .salesforce(organization.connection)
      .query('SELECT Id, DeveloperName, MasterLabel, Endpoint FROM NamedCredential ORDER BY DeveloperName');
    const records = rows.map(({ Id, DeveloperName, MasterLabel, Endpoint }) => ({
      attributes: { type: 'NamedCredential', url: `/services/data/v66.0/sobjects/NamedCredential/${Id}` },
      Endpoint,
      id: Id,
      MasterLabel,
      DeveloperName,
    }));
    return c.json({ totalSize: records.length, done: true, records });
  });
};
