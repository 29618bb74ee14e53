import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { checkCacheOnlyKeys, type SeenSections } from './check.ts';
import { cacheOnlyKey } from './schema.ts';

export const cacheOnlyKeys: ConfigSection<SeenSections> = {
  name: 'cacheOnlyKeys',
  schema: z
    .record(developerName, cacheOnlyKey)
    .describe('Keys that the org fetches, by a name that you choose.'),
  check: checkCacheOnlyKeys,
};
