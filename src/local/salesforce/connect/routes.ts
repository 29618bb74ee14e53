import type { Hono } from 'hono';
import { refreshCredential } from '../callout/refresh.ts';
import type { Org } from '../org.ts';
import { authUrlRoutes } from './auth-url.ts';
import { credentialRoutes } from './credential-routes.ts';
import { externalCredentialResource } from './external-credentials.ts';
import { identityProviderCredentialRoutes } from './identity-provider-credentials.ts';
import { namedCredentialResource } from './named-credential-setup.ts';
import { resourceRoutes } from './resource.ts';

/** Connect REST: `/services/data/vNN.0/named-credentials/…`. */
export const connectRoutes = (app: Hono, org: Org): void => {
  authUrlRoutes(app, org);
  credentialRoutes(app, org, refreshCredential(org));
  resourceRoutes(app, org, 'external-credentials', externalCredentialResource(org));
  identityProviderCredentialRoutes(app, org);
  resourceRoutes(app, org, 'named-credential-setup', namedCredentialResource(org));
};
