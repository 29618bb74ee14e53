import type { ConfigSection } from '../../config/section.ts';
import { checkEndpointUrls, type EndpointSections } from './check.ts';
import { cipherTrustSecrets, cipherTrust as schema } from './schema.ts';

export const cipherTrust: ConfigSection<EndpointSections> = {
  name: 'cipherTrust',
  schema,
  check: checkEndpointUrls,
  secrets: { isAt: ([field]) => cipherTrustSecrets.some((name) => name === field) },
};
