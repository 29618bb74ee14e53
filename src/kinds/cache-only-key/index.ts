import { fetchedState } from '../cipher-trust/complete.ts';
import { secretsWithOrigins } from '../cipher-trust/origins.ts';
import { checkSide } from '../cipher-trust/verify.ts';
import type { Kind, Verification } from '../kind.ts';
import type { Check } from '../link-check.ts';
import { compareKeys, wantedKeys } from './compare.ts';
import { readKeyEvidence } from './evidence.ts';
import { keyChanges, prepareKeys, requireKeysShown } from './preflight.ts';
import { requireForKeys } from './requirements.ts';
import { applyKeys } from './stage.ts';
import { checkKeys } from './verify.ts';

/** A key that the org fetches from a key service and keeps only in its cache. */
export const cacheOnlyKey: Kind = {
  types: ['Key'],
  stage: 'keys',
  desired: (config) => ({ keys: wantedKeys(config) }),
  // The identifier of a CipherTrust key is unknown until CipherTrust has been read.
  compare: ({ desired, state }) =>
    compareKeys(
      desired.keys.filter((key) => !key.cipherTrust || state.cipherTrust?.kind === 'read'),
      secretsWithOrigins(state),
    ),
  desiredFacts: ({ keys }) => ({ keys }),
  requireRead: requireKeysShown,
  require: (_run, planned) => {
    const made = keyChanges(planned);
    if (made.length > 0) requireForKeys(planned, made);
  },
  permissions: () => [{ login: 'keyOrg', need: 'tenantSecrets', what: 'creating keys' }],
  preflight: prepareKeys,
  apply: applyKeys,
  describeKept: (changes) =>
    changes.map(
      ({ name }) =>
        `${name} stays: keyway never rolls a key back, because data is encrypted with it. To list it: keyway key list. To replace it: keyway key rotate`,
    ),
  verify,
};

async function verify(verification: Verification): Promise<readonly Check[]> {
  const { desired, state } = verification;
  const known = state.cipherTrust;
  const seen = desired.keys.filter(({ cipherTrust }) => cipherTrust === undefined || known?.kind === 'read');
  const evidence = await readKeyEvidence(verification);
  return [
    ...checkKeys(seen, state.keys, evidence),
    ...(known?.kind === 'read'
      ? seen
          .filter(({ cipherTrust }) => cipherTrust)
          .map((key) => checkSide(key.name, fetchedState(key, known), state))
      : []),
  ];
}
