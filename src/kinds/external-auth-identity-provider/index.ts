import { askEach } from '../ask-each.ts';
import { isOtherHost } from '../connection-risks.ts';
import { notesOnUncompared } from '../credential/compare.ts';
import { credentialFacts } from '../credential/facts.ts';
import type { Kind } from '../kind.ts';
import { type Check, linkCheck } from '../link-check.ts';
import { findUnsetReferences } from '../unset-references.ts';
import { applyProviderCredentials } from './apply.ts';
import { readProviderCredentials } from './connect.ts';
import {
  compareProviderCredentials,
  credentialsType,
  providerSecrets,
  wantedProviderCredentials,
} from './credentials.ts';

/** An identity provider that users sign in with. */
export const externalAuthIdentityProvider: Kind = {
  types: ['ExternalAuthIdentityProvider'],
  stage: 'metadata',
  componentRisks: (_actual, _desired, fields) =>
    fields.some((field) => field.path === 'parameters.TokenUrl' && field.from && isOtherHost(field))
      ? ['url-host-change']
      : [],
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'credentials', what: 'this deploy' },
  ],
};

/** The client id and secret with which an org signs in to such a provider. */
export const identityProviderCredential: Kind = {
  types: [credentialsType],
  stage: 'credentials',
  desired: (config) => ({ providerCredentials: wantedProviderCredentials(config) }),
  permissionsToRead: ({ providerCredentials = [] }) =>
    providerCredentials.length > 0
      ? [{ login: 'credentialOrg', need: 'credentials', what: 'reading external auth identity providers' }]
      : [],
  read: async (session, { providerCredentials: wanted = [] }) => {
    if (wanted.length === 0) return {};
    const org = await session.credentialOrg();
    const read = await askEach(
      wanted,
      async ({ name }) => [name, await readProviderCredentials(org, name)] as const,
    );
    return { providerCredentials: new Map(read) };
  },
  secretsOf: ({ providerCredentials = [] }) => providerCredentials.map(({ name }) => name),
  compare: (comparison) => {
    const changes = compareProviderCredentials(comparison);
    const wanted = comparison.desired.providerCredentials ?? [];
    const shown = (name: string, key: string) => comparison.state.providerCredentials?.get(name)?.get(key);
    return { changes, notes: notesOnUncompared(wanted, shown, comparison.readable, changes) };
  },
  notes: ({ sources }, { desired, plan }) =>
    findUnsetReferences(credentialsType, desired.providerCredentials ?? [], plan, sources),
  dependsOnSecrets: () => true,
  desiredFacts: ({ providerCredentials = [] }) => ({
    providerCredentials: credentialFacts(providerCredentials),
  }),
  stateFacts: ({ providerCredentials = new Map() }) => ({
    providerCredentials: [...providerCredentials]
      .map(([name, stored]) => ({ name, keys: [...stored.keys()].sort() }))
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
  }),
  permissions: () => [{ login: 'credentialOrg', need: 'credentials', what: 'storing credentials' }],
  secrets: providerSecrets,
  apply: async ({ run, changes, secrets }) => {
    const org = await run.session.credentialOrg();
    const stored = await applyProviderCredentials(org, changes, secrets, (outcome) =>
      run.record({ credentials: [outcome] }),
    );
    return { summaries: stored.map(({ name, outcome }) => `${name} ${outcome}`) };
  },
  describeKept: (changes) =>
    changes.map(
      ({ name }) =>
        `the client ID and secret of ${name} stay as they are, because the history has no secrets`,
    ),
  verify: ({ desired: { providerCredentials = [] }, state }) =>
    providerCredentials.map(({ name, values }): Check => {
      const stored = state.providerCredentials?.get(name);
      const missing = values.map(({ key }) => key).filter((key) => !stored?.has(key));
      return linkCheck('Credential', name, missing.length === 0, {
        holds: 'is set',
        broken: stored?.size ? `lacks ${missing.join(', ')}` : 'is not set',
      });
    }),
};
