import type { Change } from '../change.ts';
import type { Kind } from '../kind.ts';
import {
  compareCertificates,
  compareEndpoints,
  compareOrganization,
  loginsToWrite,
  missingEndpoints,
  notesIfUnread,
} from './compare.ts';
import { completeFromCipherTrust } from './complete.ts';
import { applyEndpoints, applyOrganizations, requireEndpointMade } from './endpoint-stage.ts';
import { cipherTrustFacts } from './facts.ts';
import { synchronizeCertificates } from './open-uploads.ts';
import { requireCipherTrustRead, requireEndpoints, requireRegistered } from './preflight.ts';
import { readCipherTrust } from './read.ts';
import { checkCertificates, checkEndpoints, checkOrganization } from './verify.ts';
import { wantedCipherTrust } from './wanted.ts';

/** The org as managed by CipherTrust. Reads CipherTrust once for all kinds in it. */
export const cipherTrustOrganization: Kind = {
  types: ['CipherTrustOrganization'],
  describeKept: describeKeptInCipherTrust,
  stage: 'cipherTrust',
  desired: (config) => ({ cipherTrust: wantedCipherTrust(config) }),
  read: async (session, { cipherTrust: wanted }) =>
    wanted ? { cipherTrust: await readCipherTrust(session, wanted) } : {},
  complete: completeFromCipherTrust,
  compare: ({ desired, state }) => ({
    changes: compareOrganization(desired, state),
    notes: notesIfUnread(desired, state),
  }),
  desiredFacts: ({ cipherTrust }) => (cipherTrust ? { cipherTrust } : {}),
  stateFacts: ({ cipherTrust }) => ({ cipherTrust: cipherTrust && cipherTrustFacts(cipherTrust) }),
  neededBy: ['metadata', 'keys'],
  requireRead: async (_session, { state }) => requireCipherTrustRead(state),
  preflight: async (run, planned) => {
    await requireRegistered(run.session, planned);
    return {};
  },
  // An endpoint belongs to an organization, so both go in the same stage.
  stageOf: (_change, changes) =>
    changes.some(({ type }) => type === 'CipherTrustEndpoint') ? 'metadata' : 'keys',
  apply: applyOrganizations,
  verify: ({ desired, state }) => checkOrganization(desired, state),
};

/** Where the org fetches the keys that CipherTrust serves, and the login that it uses there. */
export const cipherTrustEndpoint: Kind = {
  types: ['CipherTrustEndpoint'],
  neededBy: ['metadata'],
  describeKept: describeKeptInCipherTrust,
  stage: 'cipherTrust',
  rewrites: loginsToWrite,
  compare: ({ desired, state, changes }) => ({ changes: compareEndpoints(desired, state, changes) }),
  notes: (_session, { desired, state }) =>
    missingEndpoints(desired, state).map((sentence) => `${sentence}; a deploy would fail`),
  require: (_run, planned) => requireEndpoints(planned),
  // It changes together with the org's login.
  dependsOnSecrets: ({ action }) => action === 'update',
  stageOf: () => 'metadata',
  requireSendable: requireEndpointMade,
  apply: applyEndpoints,
  verify: ({ desired, state }) => checkEndpoints(desired, state),
};

/** A certificate of the org that CipherTrust knows and wraps keys for. */
export const cipherTrustCertificate: Kind = {
  types: ['CipherTrustCertificate'],
  describeKept: describeKeptInCipherTrust,
  stage: 'keys',
  compare: ({ desired, state }) => ({ changes: compareCertificates(desired, state) }),
  apply: synchronizeCertificates,
  verify: ({ desired, state }) => checkCertificates(desired, state),
};

function describeKeptInCipherTrust(changes: readonly Pick<Change, 'name'>[]): readonly string[] {
  return changes.map(({ name }) => `${name} stays in CipherTrust: keys may need it`);
}
