import type { Config } from '../config.ts';
import type { Desired } from '../desired.ts';
import type { Kind } from '../kind.ts';
import { findUnsetReferences } from '../unset-references.ts';
import { applyCredentials } from './apply.ts';
import { compareCredentials, notesOnUncompared } from './compare.ts';
import { credentialFacts, storedFacts } from './facts.ts';
import { readCredentials, readForeignStatuses } from './read.ts';
import { credentialRollback } from './rollback.ts';
import { storedSecrets } from './secrets.ts';
import { checkCredentials, reportForeignCredentials } from './verify.ts';
import { principalNames, wantedCredentials } from './wanted.ts';

/** The credential of a principal. */
export const credential: Kind = {
  types: ['Credential'],
  stage: 'credentials',
  rollback: credentialRollback,
  desired: desiredCredentials,
  permissionsToRead: ({ principals, foreignPrincipals = [] }) =>
    principals.length > foreignPrincipals.length
      ? [{ login: 'credentialOrg', need: 'credentials', what: 'reading this chain' }]
      : [],
  read: readCredentials,
  secretsOf: ({ credentials }) => credentials.map(({ name }) => name),
  compare: ({ desired, state, changes, readable, rewrite }) => {
    const { credentials: wanted } = desired;
    const { credentials: actual } = state;
    const found = compareCredentials({ wanted, actual, changes, readable, rewrite });
    const shown = (name: string, key: string) => actual.get(name)?.credentials[key]?.value;
    return { changes: found, notes: notesOnUncompared(wanted, shown, readable, found) };
  },
  dependsOnSecrets: () => true,
  notes: ({ sources }, { desired, plan }) =>
    findUnsetReferences('Credential', desired.credentials, plan, sources),
  desiredFacts: ({ credentials }) => ({ credentials: credentialFacts(credentials) }),
  stateFacts: ({ credentials }) => ({ credentials: storedFacts(credentials) }),
  permissions: () => [{ login: 'credentialOrg', need: 'credentials', what: 'storing credentials' }],
  secrets: storedSecrets,
  apply: async ({ run, planned, changes, secrets }) => {
    const org = await run.session.credentialOrg();
    const { desired, state, plan } = planned;
    const credentials = await applyCredentials(org, changes, desired, {
      secrets,
      planned: state.credentials,
      made: new Set(
        plan.changes
          .filter(({ type, action }) => type === 'ExternalCredential' && action === 'create')
          .map(({ name }) => name),
      ),
      onStored: (outcome) => run.record({ credentials: [outcome] }),
    });
    return { summaries: credentials.map(({ name, outcome }) => `${name} ${outcome}`) };
  },
  verify: async ({ session, desired, state, whole, deployed }) => [
    ...checkCredentials(desired.credentials, state.credentials, deployed),
    ...(whole ? reportForeignCredentials(await readForeignStatuses(session, desired)) : []),
  ],
};

function desiredCredentials(config: Config): Partial<Desired> {
  const credentials = wantedCredentials(config);
  const principals = principalNames(config);
  const ours = new Set(credentials.map(({ name }) => name));
  const foreignPrincipals = principals.map(({ name }) => name).filter((name) => !ours.has(name));
  return { credentials, principals, foreignPrincipals };
}
