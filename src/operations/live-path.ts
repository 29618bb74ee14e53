import type { OrgState } from '../engine/read-state.ts';
import type { Session } from '../engine/session.ts';
import { KeywayError } from '../errors/index.ts';
import { probeKey } from '../keys/probe/probe.ts';
import { requireNotRefused } from '../kinds/cache-only-key/preflight.ts';
import { withKeys } from '../kinds/cache-only-key/state.ts';
import type { Risk } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import type { SecretValues } from '../kinds/credential/apply.ts';
import { type LiveKey, liveKeys } from '../kinds/key-path/live-keys.ts';
import { toConfig } from '../kinds/metadata.ts';
import { isProtected } from './consent.ts';
import { readKeySetting } from './key/settings.ts';
import { describeUntried, probeSecrets } from './key-probes.ts';
import { probeTargetOf } from './probe-target.ts';

/*
 * What is changed in an org by hand, past a deploy: live keys may be fetched through it all the same (design, "key-path").
 */

/** Keys of an org that are fetched through one external credential, and its state as far as that takes. */
export interface KeysThrough {
  readonly keys: readonly LiveKey[];
  readonly state: OrgState;
}

const unread: OrgState = { components: new Map(), assignments: [], users: [], credentials: new Map() };

export async function keysThrough(session: Session, externalCredential: string): Promise<KeysThrough> {
  const { org } = session;
  // Who stores secrets may not have the login that is for keys.
  const keyOrg = () =>
    session.keyOrg().catch((error: unknown) => {
      if (error instanceof KeywayError && error.code !== 'OtherOrg') return org;
      throw error;
    });
  const state = await withKeys({ org, keyOrg }, unread);
  return { state, keys: liveKeys(state).filter((key) => key.externalCredential === externalCredential) };
}

/**
 * Stops what would leave live keys without the way that they are fetched by.
 * @throws KeywayError `KeyCutOff`
 */
export async function requireNoKeys(
  session: Session,
  externalCredential: string,
  what: string,
  remedy: string,
): Promise<void> {
  const { keys } = await keysThrough(session, externalCredential);
  if (keys.length === 0) return;
  const names = keys.map(({ name }) => name);
  throw new KeywayError('KeyCutOff', `${what}, and ${names.join(', ')} is fetched through it.`, {
    actions: ['Nothing was changed.', remedy],
    data: { keys: names.map((name) => ({ name })) },
  });
}

const unseen = 'Tenant secrets cannot be seen: whether a live key is fetched with this is not known.';

export interface ProvenCredential {
  /** `key-path`, and `unprobed-key` in a protected org where the key service could not be tried from here. */
  readonly risks: readonly Risk[];
  readonly remarks: readonly string[];
}

/**
 * Calls for every key that is fetched through an external credential, with the values that one of its principals is to
 * have, before the org has them.
 *
 * @param principal as `AcmeKms-KeyService`
 * @throws KeywayError `KeyServiceRefused` where Salesforce would refuse an answer: nothing allows that
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
  const replayDetection = await readKeySetting(org, 'enableReplayDetection');
  const used = keys.flatMap(({ externalCredential }) => externalCredential ?? []);
  const { credentials } = probeSecrets(config, sources, new Set(used));
  const risks = new Set<Risk>(['key-path']);
  const remarks: string[] = [];
  for (const { name, namedCredential, secret } of keys) {
    const component = state.keys?.components.get(componentKey('NamedCredential', namedCredential));
    const { namedCredentials } = toConfig(component ? [component] : []);
    const asTheOrgHasIt = {
      ...config,
      namedCredentials: { ...config.namedCredentials, ...namedCredentials },
    };
    const identifier = secret.remote?.identifier ?? '';
    const target = probeTargetOf(asTheOrgHasIt, {
      credentials: new Map([...credentials, [principal, values]]),
      namedCredential,
      identifier,
      replayDetection,
    });
    const result = await probeKey(target);
    if (result.outcome === 'proven') continue;
    const probed = { name, namedCredential, identifier, result };
    requireNotRefused([probed], 'Nothing was changed: the org has the secret that it had.');
    if (isProtected(org, config.environment)) risks.add('unprobed-key');
    remarks.push(describeUntried(probed));
  }
  return { risks: [...risks], remarks };
}
