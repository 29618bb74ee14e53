import { probeKey } from '../../keys/probe/probe.ts';
import type { ProbeResult } from '../../keys/probe/types.ts';
import { requireNotRefused } from '../../kinds/cache-only-key/preflight.ts';
import type { Risk } from '../../kinds/change.ts';
import { isProtected } from '../consent.ts';
import { probeFindings, probeSecrets } from '../key-probes.ts';
import { probeTargetOf } from '../probe-target.ts';
import type { KeySession } from './session.ts';
import { readKeySetting } from './settings.ts';

export interface ProbedFirst {
  /** null where the config does not say how the key service is called. */
  readonly probe: ProbeResult | null;
  /** `unprobed-key` in a protected org, where the key service could not be tried from here. */
  readonly risks: readonly Risk[];
  readonly remarks: readonly string[];
}

/**
 * Calls for a key as Salesforce will, before the org depends on it.
 *
 * @throws KeywayError `KeyServiceRefused` where Salesforce would refuse the answer: nothing allows that
 */
export async function probeFirst(
  { session }: KeySession,
  key: { readonly type: string; readonly identifier: string; readonly namedCredential: string },
): Promise<ProbedFirst> {
  const { config, sources, org } = session;
  const name = `${key.type} ${key.identifier}`;
  const untried = (probe: ProbeResult | null, why: string): ProbedFirst => ({
    probe,
    risks: isProtected(org, config.environment) ? ['unprobed-key'] : [],
    remarks: [`${name} could not be tried from here: ${why}`],
  });
  if (!Object.hasOwn(config.namedCredentials ?? {}, key.namedCredential))
    return untried(null, `${config.file} has no named credential ${key.namedCredential}`);
  const replayDetection = await readKeySetting(org, 'enableReplayDetection');
  const target = probeTargetOf(config, { ...probeSecrets(config, sources), ...key, replayDetection });
  const probe = await probeKey(target);
  if (probe.outcome === 'proven') return { probe, risks: [], remarks: [] };
  const probed = { ...key, name, result: probe };
  requireNotRefused([probed]);
  return untried(probe, [probe.outcome, ...probeFindings(probed)].join('; '));
}
