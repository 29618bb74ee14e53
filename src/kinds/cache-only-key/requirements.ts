import { KeywayError } from '../../errors/index.ts';
import { activeOf, currentOf } from '../../keys/life-cycle.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import { readCertificates } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import { settingAfterPlan } from '../key-path/planned.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';
import { secretName, type WantedKey } from './compare.ts';

/**
 * Checks what a new key needs from the org or from this deploy: an active Data key, the setting, and the chain.
 *
 * @throws KeywayError `NoActiveDataKey`, `CacheOnlyKeysOff`, `KeyChainMissing`
 */
export function requireForKeys(
  planned: Planned,
  made: readonly { readonly change: Change; readonly key: WantedKey }[],
): void {
  const secrets = planned.state.keys?.secrets ?? [];
  if (!activeOf(secrets, 'Data') && made.some(({ change }) => change.action === 'create'))
    throw noDataKey(secrets);
  if (!settingAfterPlan(planned, 'enableCacheOnlyKeys')) {
    throw new KeywayError('CacheOnlyKeysOff', "The org doesn't allow cache-only keys.", {
      actions: [
        'Nothing was changed. Add encryptionKeySettings: { enableCacheOnlyKeys: true } to the config.',
      ],
    });
  }
  for (const { key } of made) requireChain(planned, key);
}

/** @throws KeywayError `CertificateUnfit` for a certificate of the org that no key can be wrapped for */
export async function requireUsableCertificates(
  { org }: Session,
  planned: Planned,
  names: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const isNew = (name: string) =>
    planned.plan.changes.some(
      (change) => change.type === 'Certificate' && change.name === name && change.action === 'create',
    );
  if ([...names].every(isNew)) return;
  for (const certificate of await readCertificates(org)) {
    if (!names.has(certificate.name)) continue;
    const { name, bits, expiresAt } = certificate;
    const problem =
      bits !== undefined && bits !== 4096
        ? `has ${bits} bits, but keys need 4096`
        : expiresAt === undefined
          ? 'is a certificate request that no authority has signed yet'
          : Date.parse(expiresAt) <= now.getTime()
            ? `expired on ${expiresAt.slice(0, 10)}`
            : undefined;
    if (problem === undefined) continue;
    throw new KeywayError('CertificateUnfit', `Certificate ${name} ${problem}.`, {
      actions: ['Nothing was changed. Add a new certificate to the config, and use it for the key.'],
    });
  }
}

/** A key needs its named credential and certificate, from the org or from this deploy. */
function requireChain(
  { desired, state, plan }: Planned,
  { name, namedCredential, certificate }: WantedKey,
): void {
  for (const [type, fullName] of [
    ['NamedCredential', namedCredential],
    ['Certificate', certificate],
  ] as const) {
    const isMade = plan.changes.some((change) => change.type === type && change.name === fullName);
    const isWanted = desired.components.some((one) => one.type === type && one.fullName === fullName);
    if (state.components.has(componentKey(type, fullName)) || (isMade && isWanted)) continue;
    throw new KeywayError(
      'KeyChainMissing',
      `${name} needs ${type} ${fullName}, which the org doesn't have.`,
      {
        actions: ['Nothing was changed. Deploy it first: --only metadata,credentials,assignments'],
      },
    );
  }
}

/** Repair a Data key that couldn't be fetched before creating another one. */
function noDataKey(secrets: readonly TenantSecret[]): KeywayError {
  const current = currentOf(secrets, 'Data');
  const remedy = current
    ? `Repair what ${secretName(current)} is fetched through, then run keyway key activate.`
    : 'To create one: keyway key create --type Data';
  return new KeywayError(
    'NoActiveDataKey',
    'Cache-only keys need an active tenant secret of type Data, and the org has none.',
    { actions: [`Nothing was changed. ${remedy}`] },
  );
}
