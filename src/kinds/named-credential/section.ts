import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import type { ExternalCredentialsSection } from '../external-credential/schema.ts';
import { checkNamedCredentials } from './check.ts';
import { legacySecrets, type NamedCredentialsSection, namedCredential } from './schema.ts';

export const namedCredentials: ConfigSection<NamedCredentialsSection & ExternalCredentialsSection> = {
  name: 'namedCredentials',
  schema: z.record(developerName, namedCredential).describe('Where calls go, by developer name.'),
  hasDeveloperNames: true,
  removed: 'Named credentials to delete.',
  check: checkNamedCredentials,
  secrets: { isAt: ([, field]) => legacySecrets.some((name) => name === field) },
  isHeader: (path) => path.length === 3 && path[1] === 'headers',
  takesEndpoint: ([, field, value, ...more]) =>
    field === 'url' && (value === undefined || value === 'value') && more.length === 0,
};
