import type { Hono } from 'hono';
import type { Org } from '../org.ts';
import { json } from '../server/respond.ts';
import { externalCredentialForm } from './external-credential-form.ts';
import { findExternalCredential } from './find-principal.ts';
import { connectRequest } from './request.ts';

/** `…/named-credentials/external-credentials` (Connect REST API Developer Guide, External Credentials and External Credential). */
export const externalCredentialRoutes = (app: Hono, org: Org): void => {
  const path = '/services/data/:version/named-credentials/external-credentials';

  app.get(path, (c) => {
    const { userId, base } = connectRequest(org, c);
    const { view } = org.database;
    const all = view.all('component').filter(({ type }) => type === 'ExternalCredential');
    return json(c, {
      externalCredentials: all.map((one) => externalCredentialForm(view, one, userId, base)),
    });
  });

  app.get(`${path}/:name`, (c) => {
    const { userId, base } = connectRequest(org, c);
    const { view } = org.database;
    const component = findExternalCredential(view, c.req.param('name'));
    return json(c, externalCredentialForm(view, component, userId, base));
  });
};
