import { remedyFor } from '../../keys/status-codes.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { KeyEvent } from '../../salesforce/index.ts';
import type { Check } from '../link-check.ts';
import type { OrgKeys } from '../state.ts';
import { secretName, secretOf, type WantedKey } from './compare.ts';

export interface KeyEvidence {
  /** The org's retained callout events; undefined if it wasn't asked or doesn't show them. */
  readonly events?: readonly KeyEvent[] | undefined;
  /** Live keys whose path has just changed, by `secretName`. */
  readonly changed?: readonly string[] | undefined;
  /** When the chain of a named credential was last changed, ISO 8601, by its developer name. */
  readonly changedAt?: ReadonlyMap<string, string> | undefined;
}

/**
 * Checks that the org has each key of the config and can fetch it. Pure. An org caches a key for up to 72 hours, so
 * ACTIVE proves nothing right after a change to the key's path.
 */
export function checkKeys(
  wanted: readonly WantedKey[],
  keys: OrgKeys | undefined,
  evidence: KeyEvidence = {},
): readonly Check[] {
  return wanted.map((key): Check => {
    const base = { link: 'Key', name: key.name };
    if (!keys?.secrets)
      return { ...base, ok: null, message: "isn't visible: the org shows no tenant secrets" };
    const secret = secretOf(key, keys.secrets);
    if (!secret) return { ...base, ok: false, message: `the org has no key ${key.type} ${key.identifier}` };
    return { ...base, ...checkSecret(key, secret, evidence) };
  });
}

function checkSecret(
  key: WantedKey,
  secret: TenantSecret,
  { events, changed = [], changedAt }: KeyEvidence,
): Pick<Check, 'ok' | 'message' | 'warning'> {
  const last = lastEvent(secret, events);
  const is = `is ${secret.status} (version ${secret.version})`;
  if (secret.status !== 'ACTIVE') {
    const why = last ? `: ${last.statusCode}. ${remedyFor(last.statusCode)}` : '';
    const how =
      secret.status === 'DESTROYED'
        ? ' Check the key service with keyway key probe; the next deploy activates the key again'
        : '';
    return { ok: false, message: `${is}${why || '.'}${how}` };
  }
  const { namedCredential, certificate } = secret.remote ?? {};
  if (namedCredential !== key.namedCredential || certificate !== key.certificate) {
    const expectedPath = `${namedCredential} for ${certificate}`;
    return {
      ok: false,
      message: `${is}, but fetched through ${expectedPath}, not ${key.namedCredential} for ${key.certificate}`,
    };
  }
  if (changed.includes(secretName(secret))) {
    return {
      ok: null,
      message: `${is}, not yet proven: the org may still have it in its cache, for up to 72 hours`,
    };
  }
  if (last && last.statusCode !== 'SUCCESS') {
    const message = `${is}, but the org last said ${last.statusCode}${onDate(last)}. ${remedyFor(last.statusCode)}`;
    return { ok: true, warning: true, message };
  }
  const since = changedAt?.get(key.namedCredential);
  if (last && since !== undefined && last.createdDate !== '' && last.createdDate < since) {
    const message = `${is}, not yet proven: last fetched${onDate(last)}, but ${key.namedCredential} or its external credential changed on ${since}`;
    return { ok: null, message };
  }
  if (last) return { ok: true, message: `${is}, last fetched${onDate(last)}` };
  return { ok: true, message: events ? `${is}; the org has no event of a fetch` : is };
}

/** A fetch before the key exists names its identifier instead of a tenant secret. */
function lastEvent({ id, remote }: TenantSecret, events: readonly KeyEvent[] = []): KeyEvent | undefined {
  return events
    .filter(({ tenantSecretId, requestIdentifier }) =>
      tenantSecretId === undefined
        ? requestIdentifier?.split('?', 1)[0] === remote?.identifier
        : tenantSecretId.slice(0, 15) === id.slice(0, 15),
    )
    .at(-1);
}

function onDate({ createdDate }: KeyEvent): string {
  return createdDate === '' ? '' : ` on ${createdDate}`;
}
