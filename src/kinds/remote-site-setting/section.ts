import { z } from 'zod';
import { checkUrl } from '../../config/checking.ts';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { type RemoteSiteSettingsSection, remoteSiteSetting } from './schema.ts';

export const remoteSiteSettings: ConfigSection<RemoteSiteSettingsSection> = {
  name: 'remoteSiteSettings',
  schema: z
    .record(developerName, remoteSiteSetting)
    .describe('Sites that Apex may call by their URLs, by name.'),
  hasDeveloperNames: true,
  removed: 'Remote site settings to delete.',
  check: (checking) => {
    for (const [name, { url }] of Object.entries(checking.config.remoteSiteSettings ?? {}))
      checkUrl(url, ['remoteSiteSettings', name, 'url'], checking);
  },
};
