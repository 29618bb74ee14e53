import { componentSecrets } from '../component-secrets.ts';
import { connectionRisks } from '../connection-risks.ts';
import type { Kind } from '../kind.ts';
import { requireUnused } from './removal.ts';

/** Where calls go, and the external credential that authenticates them. */
export const namedCredential: Kind = {
  types: ['NamedCredential'],
  stage: 'metadata',
  componentRisks: (_actual, _desired, fields) => connectionRisks(fields),
  ...componentSecrets('NamedCredential'),
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'credentials', what: 'this deploy' },
  ],
  preflight: async ({ session }, planned) => ({
    remarks: await requireUnused(session.org, session.config, planned),
  }),
  rollback: {
    notes: (_before, _state, { components }) =>
      components
        .filter(
          ({ metadata, type }) => type === 'NamedCredential' && metadata.namedCredentialType === 'Legacy',
        )
        .map(({ fullName }) => `${fullName}: the history has no secrets of legacy named credentials`),
  },
};
