import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { credentialPlaces } from '../credential/places.ts';
import { checkExternalCredentials } from './check.ts';
import { type ExternalCredentialsSection, externalCredential } from './schema.ts';

export const externalCredentials: ConfigSection<ExternalCredentialsSection> = {
  name: 'externalCredentials',
  schema: z
    .record(developerName, externalCredential)
    .describe('How the org authenticates, and as whom, by developer name.'),
  hasDeveloperNames: true,
  removed: 'External credentials to delete.',
  check: checkExternalCredentials,
  secrets: credentialPlaces,
  isHeader: (path) => path.length === 4 && path[1] === 'authentication' && path[2] === 'headers',
  // `KeyService: NamedPrincipal`
  shortForm: { isAt: (path) => path.length === 3 && path[1] === 'principals', key: 'type' },
};
