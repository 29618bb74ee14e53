import type { Hono } from 'hono';
import { refreshCredential } from '../callout/refresh.ts';
import type { Org } from '../org.ts';
import { credentialRoutes } from './credential.ts';
import { externalCredentialRoutes } from './external-credentials.ts';

/** Connect REST: `/services/data/vNN.0/named-credentials/…`. */
export const connectRoutes = (app: Hono, org: Org): void => {
  credentialRoutes(app, org, refreshCredential(org));
  externalCredentialRoutes(app, org);
};
