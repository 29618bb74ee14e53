import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { activeOf, keyRisks } from '../../keys/life-cycle.ts';
import type { ProbeResult } from '../../keys/probe/types.ts';
import { updateTenantSecret } from '../../salesforce/index.ts';
import { type Callout, fetchByHand } from './fetch-by-hand.ts';
import { factsOf, type KeyFacts, readBack } from './key-facts.ts';
import { type KeyName, nameOfKey, requireSecret } from './key-name.ts';
import { approveKeyChange, inKeySession, type KeyChangeOptions } from './key-session.ts';
import { probeFirst } from './probe-first.ts';
import { requireUsableCertificate } from './require-certificate.ts';

export interface KeyActivateOptions extends KeyChangeOptions, KeyName {}

export interface KeyActivateResult extends OrgSummary {
  readonly key: KeyFacts;
  readonly outcome: 'activated' | 'none';
  readonly probe: ProbeResult | null;
  readonly callout: Callout | null;
  readonly remarks: readonly string[];
}

/** Has the org fetch a cache-only key once more that is DESTROYED because a callout failed; probed first. */
export async function keyActivate(options: KeyActivateOptions): Promise<KeyActivateResult & Remarks> {
  return inKeySession(options, 'activating keys', async (keys) => {
    const { session, org, secrets } = keys;
    const secret = requireSecret(secrets, options);
    const { remote } = secret;
    const summary = describeOrg(session);
    if (secret.status === 'ACTIVE') {
      const key = await readBack(org, secret.id);
      return { ...summary, key, outcome: 'none' as const, probe: null, callout: null, remarks: [] };
    }
    const refuse = (sentence: string, action: string) =>
      new KeywayError('CannotActivate', sentence, { actions: ['Nothing was changed.', action] });
    if (remote === undefined)
      throw refuse(
        `${nameOfKey(secret)} is not cache-only, and an org makes no other key active again.`,
        secret.status === 'DESTROYED'
          ? 'To read what it encrypted, bring its value back: keyway key import.'
          : 'A new one takes over: keyway key rotate. An archived one goes on decrypting.',
      );
    if (secret.status !== 'DESTROYED')
      throw refuse(
        `${nameOfKey(secret)} is ${secret.status}: an archived key goes on decrypting, and is not made active again.`,
        `To encrypt with it again, make a new one: keyway key create --cache-only --type ${secret.type} --identifier …`,
      );
    const { warnings } = await requireUsableCertificate(org, remote.certificate);
    const probed = await probeFirst(keys, { type: secret.type, ...remote });
    const archives = activeOf(secrets, secret.type) !== undefined;
    const risks = archives ? keyRisks(secrets, { type: secret.type, source: 'REMOTE' }) : [];
    await approveKeyChange(session, nameOfKey(secret), [...risks, ...probed.risks], options);
    const { callout, key, remarks } = await fetchByHand(
      org,
      { type: secret.type, identifier: remote.identifier, there: secret },
      async () => {
        await updateTenantSecret(org, secret.id, { Status: 'Active' });
        return secret.id;
      },
    );
    return {
      ...summary,
      key: factsOf(key),
      outcome: 'activated' as const,
      probe: probed.probe,
      callout,
      remarks: [...warnings, ...probed.remarks, ...remarks],
    };
  });
}
