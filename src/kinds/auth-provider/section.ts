import { z } from 'zod';
import { type Checking, checkUrl } from '../../config/checking.ts';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { type AuthProvider, type AuthProvidersSection, authProvider, authProviderSecrets } from './schema.ts';

export const authProviders: ConfigSection<AuthProvidersSection> = {
  name: 'authProviders',
  schema: z.record(developerName, authProvider).describe('Authentication providers, by URL suffix.'),
  hasDeveloperNames: true,
  removed: 'Authentication providers to delete.',
  check: (checking) => {
    for (const [name, provider] of Object.entries(checking.config.authProviders ?? {}))
      checkProvider(name, provider, checking);
  },
  secrets: { isAt: ([, field]) => authProviderSecrets.some((name) => name === field) },
};

const urls = ['authorizeUrl', 'tokenUrl', 'userInfoUrl', 'idTokenIssuer'] as const;
const onlyOpenId = ['sendAccessTokenInHeader', 'sendClientCredentialsInHeader', 'sendSecretInApis'] as const;

function checkProvider(name: string, provider: AuthProvider, checking: Checking): void {
  const path = ['authProviders', name];
  for (const field of urls) {
    const url = provider[field];
    if (url !== undefined && url !== '') checkUrl(url, [...path, field], checking);
  }
  const { providerType } = provider;
  if (providerType === 'OpenIdConnect') {
    const missing = (['consumerKey', 'authorizeUrl', 'tokenUrl'] as const).filter(
      (field) => provider[field] === undefined,
    );
    if (missing.length > 0)
      checking.report([...path, 'providerType'], `the type OpenIdConnect needs ${missing.join(' and ')}`);
  } else
    for (const field of onlyOpenId)
      if (provider[field] !== undefined)
        checking.report(
          [...path, field],
          `"${field}" in ${path.join('.')} is for the type OpenIdConnect only`,
          'key',
        );
}
