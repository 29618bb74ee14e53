import type { Hono } from 'hono';
import { refreshCredential } from '../callout/refresh.ts';
import type { Org } from '../org.ts';
import { authUrlRoutes } from './auth-url.ts';
import { credentialRoutes } from './credential.ts';
import { externalCredentialRoutes } from './external-credentials.ts';
import { identityProviderCredentialRoutes } from './identity-provider-credentials.ts';
import { namedCredentialSetupRoutes } from './named-credential-setup.ts';

/** Connect REST: `/services/data/vNN.0/named-credentials/…`. */
export const connectRoutes = (app: Hono, org: Org): void => {
  authUrlRoutes(app, org);
  credentialRoutes(app, org, refreshCredential(org));
  externalCredentialRoutes(app, org);
  identityProviderCredentialRoutes(app, org);
  namedCredentialSetupRoutes(app, org);
};
