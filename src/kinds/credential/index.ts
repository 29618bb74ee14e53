import type { Kind } from '../kind.ts';
import { applyCredentials } from './apply.ts';
import { compareCredentials, uncompared } from './compare.ts';
import { credentialFacts, storedFacts } from './facts.ts';
import { readCredentials } from './read.ts';
import { storedSecrets, unsetHere } from './secrets.ts';
import { checkCredentials, reportForeignCredentials } from './verify.ts';
import { principalNames, wantedCredentials } from './wanted.ts';
import { credentialWayBack } from './way-back.ts';

/** What a principal authenticates with. */
export const credential: Kind = {
  types: ['Credential'],
  stage: 'credentials',
  wayBack: credentialWayBack,
  desired: (config) => ({ credentials: wantedCredentials(config), principals: principalNames(config) }),
  permissionsToRead: ({ principals }) =>
    principals.length > 0
      ? [{ login: 'credentialOrg', need: 'credentials', what: 'reading this chain' }]
      : [],
  read: readCredentials,
  secretsOf: ({ credentials }) => credentials.map(({ name }) => name),
  compare: ({ desired, state, changes, readable, rewrite }) => {
    const { credentials: wanted } = desired;
    const { credentials: actual } = state;
    const found = compareCredentials({ wanted, actual, changes, readable, rewrite });
    const shown = (name: string, key: string) => actual.get(name)?.credentials[key]?.value;
    return { changes: found, notes: uncompared(wanted, shown, readable, found) };
  },
  dependsOnSecrets: () => true,
  notes: ({ sources }, { desired, plan }) => unsetHere(desired.credentials, plan, sources),
  desiredFacts: ({ credentials }) => ({ credentials: credentialFacts(credentials) }),
  stateFacts: ({ credentials }) => ({ credentials: storedFacts(credentials) }),
  permissions: () => [{ login: 'credentialOrg', need: 'credentials', what: 'storing credentials' }],
  secrets: storedSecrets,
  apply: async ({ run, planned, changes, secrets }) => {
    const org = await run.session.credentialOrg();
    const { desired, state } = planned;
    const credentials = await applyCredentials(org, changes, desired, {
      secrets,
      planned: state.credentials,
      onStored: (outcome) => run.did({ credentials: [outcome] }),
    });
    return { said: credentials.map(({ name, outcome }) => `${name} ${outcome}`) };
  },
  verify: ({ desired, state }) => {
    const ours = new Set(desired.credentials.map(({ name }) => name));
    const foreign = new Map([...state.credentials].filter(([name]) => !ours.has(name)));
    return [
      ...checkCredentials(desired.credentials, state.credentials),
      ...reportForeignCredentials(foreign),
    ];
  },
};
