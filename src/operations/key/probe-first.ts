import type { ProbeResult } from '../../keys/probe/types.ts';
import type { Risk } from '../../kinds/change.ts';
import { localAuthority } from '../../kinds/cipher-trust/session.ts';
import { findChain, findInConfig, findInOrder } from '../../kinds/key-path/chain.ts';
import { describeUntested, isUntested, requireNotRefused } from '../../kinds/key-path/describe-probes.ts';
import { probeKeys } from '../../kinds/key-path/probe-keys.ts';
import { readChains } from '../../kinds/key-path/read-chains.ts';
import { isProtected } from '../../kinds/protected.ts';
import type { KeySession } from './key-session.ts';
import { readReplayDetection } from './key-setting.ts';

export interface ProbedFirst {
  /** null if neither the org nor the config shows how to call the key service. */
  readonly probe: ProbeResult | null;
  /** `unprobed-key` in a protected org, if keyway can't test the key service from here. */
  readonly risks: readonly Risk[];
  readonly remarks: readonly string[];
}

/**
 * Requests a key as Salesforce will, through the org's chain, before the org depends on it.
 *
 * @throws KeywayError `KeyServiceRefused` if Salesforce would refuse the answer; no flag allows that
 */
export async function probeBeforeChange(
  { session }: KeySession,
  key: { readonly type: string; readonly identifier: string; readonly namedCredential: string },
): Promise<ProbedFirst> {
  const { config, sources, org } = session;
  const { identifier, namedCredential } = key;
  const find = findInOrder(await readChains(org, [namedCredential]), findInConfig(config));
  const probed = await probeKeys([{ name: `${key.type} ${identifier}`, identifier, namedCredential }], {
    config,
    sources,
    find,
    replayDetection: await readReplayDetection(session),
    localAuthority: localAuthority(session),
  });
  requireNotRefused(probed);
  const untested = probed.filter(isUntested);
  const isKnown = findChain(namedCredential, find) !== undefined;
  return {
    probe: (isKnown && probed[0]?.result) || null,
    risks: untested.length > 0 && isProtected(org, config.environment) ? ['unprobed-key'] : [],
    remarks: untested.map(describeUntested),
  };
}
