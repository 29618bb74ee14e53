import type { Hono } from 'hono';
import { notEmulated } from '../api-error.ts';
import type { Org } from '../org.ts';
import { credentialRoutes } from './credential.ts';
import { externalCredentialRoutes } from './external-credentials.ts';

/** Connect REST: `/services/data/vNN.0/named-credentials/…`. */
export const connectRoutes = (app: Hono, org: Org): void => {
  credentialRoutes(app, org, async () => {
    throw notEmulated('refreshing a credential');
  });
  externalCredentialRoutes(app, org);
};
