import type { Hono } from 'hono';
import { born, type Context, commonFields } from '../context.ts';
import { notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { Certificate, Organization } from '../state.ts';
import { CERTIFICATE_FIELDS } from '../uncertain.ts';

const show = (context: Context, certificate: Certificate) => ({
  ...commonFields(certificate, 'SFDCCertificate'),
  cloud_name: 'sfdc',
  name: certificate.label,
  organization_id: certificate.organization,
  sfdc_organization_id: context.state.get('organizations', certificate.organization)?.sfdcOrgId ?? '',
  sfdc_params: {
    [CERTIFICATE_FIELDS.id]: certificate.salesforceId,
    [CERTIFICATE_FIELDS.name]: certificate.developerName,
    [CERTIFICATE_FIELDS.label]: certificate.label,
    [CERTIFICATE_FIELDS.end]: certificate.expirationDate,
  },
});

/** Certificates of orgs. keyway creates them by metadata, so creating them here is not emulated. */
export const certificateRoutes = (app: Hono, context: Context): void => {
  const { state } = context;
  const one = (id: string): Certificate => {
    const found = state.get('certificates', id);
    if (found === undefined) throw notFound(`Salesforce certificate ${id.slice(0, 100)}`);
    return found;
  };
  app.get('/v1/cckm/sfdc/certificates', (c) =>
    c.json(
      pageOf(
        c.req.query(),
        state.all('certificates').map((certificate) => show(context, certificate)),
        ['id', 'name', 'organization_id', 'sfdc_organization_id'],
      ),
    ),
  );
  app.get('/v1/cckm/sfdc/certificates/:id', (c) => c.json(show(context, one(c.req.param('id')))));
  app.delete('/v1/cckm/sfdc/certificates/:id', (c) => {
    state.delete('certificates', one(c.req.param('id')).id);
    return c.body(null, 204);
  });
};

/** Synchronizes certificates: reads those for customers' keys from the org. */
export const refreshCertificates = async (context: Context, organization: Organization): Promise<void> => {
  const org = context.salesforce(organization.connection);
  const rows = await org.toolingQuery(
    'SELECT Id, DeveloperName, MasterLabel, ExpirationDate FROM Certificate',
  );
  for (const row of rows) {
    const salesforceId = String(row.Id);
    const pem = await org.blob(`/tooling/sobjects/Certificate/${salesforceId}/CertificateChain`);
    if (!pem.includes('BEGIN CERTIFICATE-----')) continue;
    const known = context.state
      .all('certificates')
      .find((one) => one.salesforceId === salesforceId && one.organization === organization.id);
    context.state.put('certificates', {
      ...(known ?? born(context, String(row.DeveloperName))),
      updatedAt: new Date(context.clock()).toISOString(),
      organization: organization.id,
      salesforceId,
      developerName: String(row.DeveloperName),
      label: String(row.MasterLabel),
      expirationDate: row.ExpirationDate === null ? null : String(row.ExpirationDate),
      pem,
    });
  }
};
