import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { activeOf, keyRisks } from '../../keys/life-cycle.ts';
import type { ProbeResult } from '../../keys/probe/types.ts';
import { updateTenantSecret } from '../../salesforce/index.ts';
import { type Callout, fetchOneKey } from './fetch-one-key.ts';
import { factsOf, type KeyFacts, readKeyFacts } from './key-facts.ts';
import { type KeyName, nameOfKey, requireSecret } from './key-name.ts';
import { approveKeyChange, type KeyChangeOptions, withKeySession } from './key-session.ts';
import { probeBeforeChange } from './probe-first.ts';
import { requireUsableCertificate } from './require-certificate.ts';

export interface KeyActivateOptions extends KeyChangeOptions, KeyName {}

export interface KeyActivateResult extends OrgSummary {
  readonly key: KeyFacts;
  readonly outcome: 'activated' | 'none';
  readonly probe: ProbeResult | null;
  readonly callout: Callout | null;
  readonly remarks: readonly string[];
}

/** Activates a DESTROYED cache-only key after a probe. The org then fetches it again. */
export async function keyActivate(options: KeyActivateOptions): Promise<KeyActivateResult & Remarks> {
  return withKeySession(options, 'activating keys', async (keys) => {
    const { session, org, secrets } = keys;
    const secret = requireSecret(secrets, options);
    const { remote } = secret;
    const summary = describeOrg(session);
    if (secret.status === 'ACTIVE') {
      const key = await readKeyFacts(org, secret.id);
      return { ...summary, key, outcome: 'none' as const, probe: null, callout: null, remarks: [] };
    }
    const refuse = (sentence: string, action: string) =>
      new KeywayError('CannotActivate', sentence, { actions: ['Nothing was changed.', action] });
    if (remote === undefined)
      throw refuse(
        `${nameOfKey(secret)} is not cache-only, and an org can't activate any other key again.`,
        secret.status === 'DESTROYED'
          ? 'To read what it encrypted, import a backup of it: keyway key import.'
          : 'To encrypt with another key, run keyway key rotate. The archived key still decrypts.',
      );
    if (secret.status !== 'DESTROYED')
      throw refuse(
        `${nameOfKey(secret)} is ${secret.status}. An archived key still decrypts, but can't be activated again.`,
        `To encrypt with it again, create a new key: keyway key create --cache-only --type ${secret.type} --identifier …`,
      );
    const { warnings } = await requireUsableCertificate(org, remote.certificate);
    const probed = await probeBeforeChange(keys, { type: secret.type, ...remote });
    const archives = activeOf(secrets, secret.type) !== undefined;
    const risks = archives ? keyRisks(secrets, { type: secret.type, source: 'REMOTE' }) : [];
    await approveKeyChange(session, nameOfKey(secret), [...risks, ...probed.risks], options);
    const { callout, key, remarks } = await fetchOneKey(
      org,
      { type: secret.type, identifier: remote.identifier, existing: secret },
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
