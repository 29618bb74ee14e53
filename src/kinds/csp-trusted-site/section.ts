import { z } from 'zod';
import { checkUrl } from '../../config/checking.ts';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { type CspTrustedSitesSection, cspTrustedSite } from './schema.ts';

export const cspTrustedSites: ConfigSection<CspTrustedSitesSection> = {
  name: 'cspTrustedSites',
  schema: z
    .record(developerName, cspTrustedSite)
    .describe('Sites that pages may load from or call, by name.'),
  hasDeveloperNames: true,
  removed: 'Trusted sites to delete.',
  check: (checking) => {
    for (const [name, { url }] of Object.entries(checking.config.cspTrustedSites ?? {}))
      checkUrl(url.replace(/^wss:/, 'https:'), ['cspTrustedSites', name, 'url'], checking);
  },
};
