import { z } from 'zod';
import { type Checking, checkUrl, needsApiVersion } from '../../config/checking.ts';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import {
  type ExternalAuthIdentityProvider,
  type ExternalAuthIdentityProvidersSection,
  externalAuthIdentityProvider,
} from './schema.ts';

export const externalAuthIdentityProviders: ConfigSection<ExternalAuthIdentityProvidersSection> = {
  name: 'externalAuthIdentityProviders',
  schema: z
    .record(developerName, externalAuthIdentityProvider)
    .describe('Identity providers that users sign in with, by developer name.'),
  hasDeveloperNames: true,
  removed: 'External auth identity providers to delete.',
  check: (checking) => {
    const { externalAuthIdentityProviders: all = {} } = checking.config;
    for (const [name, provider] of Object.entries(all)) checkProvider(name, provider, checking);
  },
  secrets: {
    isAt: ([, field]) => field === 'credentials',
    mayBeLiteral: (_section, path) => path[2] === 'clientId',
  },
};

/** URLs that a flow requires (Connect REST API Developer Guide, External Auth Identity Provider Input). */
const requiredUrls: Readonly<Partial<Record<string, readonly (keyof ExternalAuthIdentityProvider)[]>>> = {
  AuthorizationCode: ['authorizeUrl', 'tokenUrl'],
  ClientCredentials: ['tokenUrl'],
  JwtBearer: ['tokenUrl'],
};

function checkProvider(name: string, provider: ExternalAuthIdentityProvider, checking: Checking): void {
  const path = ['externalAuthIdentityProviders', name];
  needsApiVersion(path, 61, checking);
  if (provider.credentials) needsApiVersion([...path, 'credentials'], 62, checking);
  for (const field of ['authorizeUrl', 'tokenUrl', 'userInfoUrl'] as const) {
    const url = provider[field];
    if (url !== undefined) checkUrl(url, [...path, field], checking);
  }
  const missing = (requiredUrls[provider.flow] ?? []).filter((field) => !hasField(provider, field));
  if (missing.length > 0)
    checking.report([...path, 'flow'], `the flow ${provider.flow} needs ${missing.join(' and ')}`);
}

/** Whether a field is set, either directly or as a parameter. */
function hasField(
  provider: ExternalAuthIdentityProvider,
  field: keyof ExternalAuthIdentityProvider,
): boolean {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  return (
    provider[field] !== undefined ||
    (provider.parameters ?? []).some(({ parameterType }) => parameterType === type)
  );
}
