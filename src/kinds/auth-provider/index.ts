import { componentSecrets } from '../component-secrets.ts';
import { isOtherHost } from '../connection-risks.ts';
import type { Kind } from '../kind.ts';

/** An authentication provider for browser flows. */
export const authProvider: Kind = {
  types: ['AuthProvider'],
  stage: 'metadata',
  ...componentSecrets('AuthProvider'),
  // The secret is sent to the token URL. It belongs to one client and one type of provider.
  componentRisks: (_actual, _desired, fields) => [
    ...(fields.some((field) => field.path === 'tokenUrl' && field.from && isOtherHost(field))
      ? (['url-host-change'] as const)
      : []),
    ...(fields.some(({ path, from }) => path === 'providerType' && from)
      ? (['protocol-change'] as const)
      : []),
  ],
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'authProviders', what: 'this deploy' },
  ],
  rollback: {
    notes: (_before, _state, { components }) =>
      components
        .filter(({ type }) => type === 'AuthProvider')
        .map(({ fullName }) => `${fullName}: the history has no secret of an auth provider`),
  },
};
