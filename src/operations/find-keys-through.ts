import { KeywayError } from '../errors/index.ts';
import type { Risk } from '../kinds/change.ts';
import { localAuthority } from '../kinds/cipher-trust/session.ts';
import type { SecretValues } from '../kinds/credential/resolve-secrets.ts';
import { findAmong, findInConfig, findInOrder } from '../kinds/key-path/chain.ts';
import { describeUntested, isUntested, requireNotRefused } from '../kinds/key-path/describe-probes.ts';
import { type LiveKey, liveKeys } from '../kinds/key-path/live-keys.ts';
import { probeKeys } from '../kinds/key-path/probe-keys.ts';
import { withKeys } from '../kinds/key-path/read.ts';
import { readChains } from '../kinds/key-path/read-chains.ts';
import { isProtected } from '../kinds/protected.ts';
import type { Session } from '../kinds/session.ts';
import type { OrgState } from '../kinds/state.ts';
import { readReplayDetection } from './key/key-setting.ts';

/* A manual change outside a deploy may also concern what live keys are fetched through. */

/** The live keys that are fetched through one external credential, and the state that was read to find them. */
export interface KeysThrough {
  readonly keys: readonly LiveKey[];
  readonly state: OrgState;
}

const unreadState: OrgState = { components: new Map(), assignments: [], users: [], credentials: new Map() };

export async function findKeysThrough(session: Session, externalCredential: string): Promise<KeysThrough> {
  const { org } = session;
  // A user who stores secrets may have no access to the sign-in for keys.
  const keyOrg = () =>
    session.keyOrg().catch((error: unknown) => {
      if (error instanceof KeywayError && error.code !== 'OtherOrg') return org;
      throw error;
    });
  const state = await withKeys({ org, keyOrg }, unreadState);
  return { state, keys: liveKeys(state).filter((key) => key.externalCredential === externalCredential) };
}

/**
 * Stops a change that would cut off live keys.
 * @throws KeywayError `KeyCutOff`
 */
export async function requireNoKeys(
  session: Session,
  externalCredential: string,
  what: string,
  remedy: string,
): Promise<void> {
  const { keys } = await findKeysThrough(session, externalCredential);
  if (keys.length === 0) return;
  const names = keys.map(({ name }) => name);
  throw new KeywayError('KeyCutOff', `${what}, but ${names.join(', ')} is fetched through it.`, {
    actions: ['Nothing was changed.', remedy],
    data: { keys: names.map((name) => ({ name })) },
  });
}

const unseen =
  "Tenant secrets aren't visible to this user, so keyway can't tell whether a live key is fetched with this secret.";

export interface ProvenCredential {
  /** `key-path`, and `unprobed-key` in a protected org if keyway can't test the key service from here. */
  readonly risks: readonly Risk[];
  readonly remarks: readonly string[];
}

/**
 * Requests every key that is fetched through an external credential, with the new values for one of its principals,
 * before the org has them.
 *
 * @param principal as `AcmeKms-KeyService`
 * @throws KeywayError `KeyServiceRefused` if Salesforce would refuse an answer; no flag allows that
 */
export async function proveCredential(
  session: Session,
  { keys, state }: KeysThrough,
  principal: string,
  values: SecretValues,
): Promise<ProvenCredential> {
  if (!state.keys?.secrets) return { risks: [], remarks: [unseen] };
  if (keys.length === 0) return { risks: [], remarks: [] };
  const { config, sources, org } = session;
  const known = findAmong(state.keys.components.values());
  const chains = await readChains(
    org,
    keys.map(({ namedCredential }) => namedCredential),
    known,
  );
  const probed = await probeKeys(
    keys.map(({ name, namedCredential, secret }) => ({
      name,
      namedCredential,
      identifier: secret.remote?.identifier ?? '',
    })),
    {
      config,
      sources,
      find: findInOrder(chains, findInConfig(config)),
      replayDetection: await readReplayDetection(session),
      values: new Map([[principal, values]]),
      localAuthority: localAuthority(session),
    },
  );
  requireNotRefused(probed, 'Nothing was changed: the org still has the earlier secret.');
  const untested = probed.filter(isUntested);
  return {
    risks: [
      'key-path',
      ...(untested.length > 0 && isProtected(org, config.environment) ? (['unprobed-key'] as const) : []),
    ],
    remarks: untested.map(describeUntested),
  };
}
