import { keyRisks, originOf } from '../../keys/life-cycle.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Change, FieldChange, Risk } from '../change.ts';
import type { Config } from '../config.ts';

/** A cache-only key of the config. */
export interface WantedKey {
  /** Its name in the file, and its Description in the org. */
  readonly name: string;
  readonly type: string;
  /** Empty for a key of CipherTrust before its upload, because CipherTrust chooses it. */
  readonly identifier: string;
  /** Developer names. */
  readonly namedCredential: string;
  readonly certificate: string;
  /** Its key in CipherTrust. */
  readonly cipherTrust?: { readonly key: string; readonly tier: string };
}

export interface ComparedKeys {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

export function wantedKeys({ cacheOnlyKeys = {} }: Pick<Config, 'cacheOnlyKeys'>): readonly WantedKey[] {
  return Object.entries(cacheOnlyKeys).map(([name, key]) => {
    const { type, namedCredential, certificate } = key;
    const common = { name, type, namedCredential, certificate };
    return key.source === 'cipherTrust'
      ? { ...common, identifier: '', cipherTrust: { key: key.key, tier: key.tier ?? 'local' } }
      : { ...common, identifier: key.identifier };
  });
}

/**
 * Finds keys to create or activate. A key is identified by type and identifier. An ACTIVE one stays, and a
 * DESTROYED one is activated. Anything else becomes a new secret of its type, which archives the previous one.
 *
 * @param secrets all tenant secrets of the org; undefined if they aren't visible, so that nothing can be compared
 */
export function compareKeys(
  wanted: readonly WantedKey[],
  secrets: readonly TenantSecret[] | undefined,
): ComparedKeys {
  if (wanted.length === 0) return { changes: [], notes: [] };
  if (!secrets) {
    const names = wanted.map(({ name }) => name).join(', ');
    const why = 'it lacks Shield Platform Encryption, or the user lacks Manage Encryption Keys';
    return { changes: [], notes: [`${names} can't be compared: the org shows no tenant secrets (${why})`] };
  }
  const compared = wanted.map((key) => compareKey(key, secrets));
  return {
    changes: compared.flatMap(({ change }) => (change ? [change] : [])),
    notes: compared.flatMap(({ notes }) => notes),
  };
}

/** The org's secret for a key of the config: ACTIVE before DESTROYED before ARCHIVED, then the newest. */
export function secretOf(
  { type, identifier }: Pick<WantedKey, 'type' | 'identifier'>,
  secrets: readonly TenantSecret[],
): TenantSecret | undefined {
  const order = ['ACTIVE', 'DESTROYED', 'ARCHIVED'];
  return secrets
    .filter((secret) => secret.type === type && secret.remote?.identifier === identifier)
    .sort(
      (left, right) =>
        order.indexOf(left.status) - order.indexOf(right.status) || right.version - left.version,
    )[0];
}

/** `Data acme-data-1 (ACTIVE, version 2)` */
export function secretName({ type, remote, status, version }: TenantSecret): string {
  return `${type}${remote ? ` ${remote.identifier}` : ''} (${status}, version ${version})`;
}

function compareKey(
  key: WantedKey,
  secrets: readonly TenantSecret[],
): { readonly change?: Change; readonly notes: readonly string[] } {
  const existing = secretOf(key, secrets);
  const active = secrets.find(({ type, status }) => type === key.type && status === 'ACTIVE');
  if (existing?.status === 'ACTIVE') {
    const fields = fetchedFrom(key, existing);
    if (fields.length === 0) return { notes: [] };
    const change = keyChange(key, 'update', ['key-path'], fields);
    return { change: { ...change, liveKeys: [secretName(existing)] }, notes: certificateNotes(key, fields) };
  }
  if (existing?.status === 'DESTROYED') {
    const status = { path: 'status', from: 'DESTROYED', to: 'ACTIVE' };
    const fields = [...fetchedFrom(key, existing), status];
    return {
      change: keyChange(
        key,
        'update',
        active ? keyRisks([active], { type: key.type, source: 'REMOTE' }) : [],
        fields,
      ),
      notes: [...archiveNotes(key, active)],
    };
  }
  const again =
    existing && !key.cipherTrust
      ? [
          `${key.name}: the org has ${secretName(existing)}; an archived key can't be activated, so a new one is created`,
        ]
      : [];
  const carried = keyRisks(secrets, { type: key.type, source: 'REMOTE' });
  const risks: readonly Risk[] = existing && carried.length === 0 ? ['key-archive'] : carried;
  const fields = ['type', 'identifier', 'namedCredential', 'certificate'] as const;
  const { cipherTrust } = key;
  const to = (path: (typeof fields)[number]) =>
    cipherTrust && path === 'identifier'
      ? [
          { path: 'source', to: 'cipherTrust' },
          { path: 'key', to: cipherTrust.key },
          { path: 'tier', to: cipherTrust.tier },
        ]
      : [{ path, to: key[path] }];
  return {
    change: keyChange(key, 'create', risks, fields.flatMap(to)),
    notes: [...again, ...archiveNotes(key, active)],
  };
}

/** The fields that say where the org fetches the key from, if the config differs. */
function fetchedFrom(key: WantedKey, { remote }: TenantSecret): readonly FieldChange[] {
  return (['namedCredential', 'certificate'] as const).flatMap((path) => {
    const from = remote?.[path];
    return from === key[path] ? [] : [{ path, ...(from === undefined ? {} : { from }), to: key[path] }];
  });
}

/** Only the org can check the certificate that a key is wrapped for, by decrypting the key. */
function certificateNotes({ name }: WantedKey, fields: readonly FieldChange[]): readonly string[] {
  const to = fields.find(({ path }) => path === 'certificate')?.to;
  if (to === undefined) return [];
  return [
    `${name}: keyway can't check that the key service wraps for certificate ${to}; a new identifier is safer`,
  ];
}

export function archiveNotes(
  key: Pick<WantedKey, 'name' | 'type'>,
  active: TenantSecret | undefined,
): readonly string[] {
  if (!active) return [];
  if (active.remote) {
    return [
      `${key.name}: this archives ${secretName(active)}; the key service must keep serving ${active.remote.identifier} for the data it encrypted`,
    ];
  }
  const whose = {
    HSM: 'made by Salesforce',
    UPLOADED: 'uploaded',
    REMOTE: 'cache-only',
    unknown: 'of unknown origin',
  }[originOf(active)];
  return [
    `${key.name}: this archives version ${active.version} of ${key.type}, ${whose}; what it encrypted stays readable`,
  ];
}

function keyChange(
  { name }: WantedKey,
  action: Change['action'],
  risks: readonly Risk[],
  fields: readonly FieldChange[],
): Change {
  return { type: 'Key', name, action, risks, fields };
}
