import { warnOfHiddenHost } from '../../config/checking.ts';
import type { ConfigSection } from '../../config/section.ts';
import { checkEndpointUrls, type EndpointSections } from './check.ts';
import { cipherTrustSecrets, cipherTrust as schema } from './schema.ts';

export const cipherTrust: ConfigSection<EndpointSections> = {
  name: 'cipherTrust',
  schema,
  check: (checking) => {
    checkEndpointUrls(checking);
    const { url } = checking.config.cipherTrust ?? {};
    if (url !== undefined) warnOfHiddenHost(url, ['cipherTrust', 'url'], checking.warn);
  },
  secrets: { isAt: ([field]) => cipherTrustSecrets.some((name) => name === field) },
};
