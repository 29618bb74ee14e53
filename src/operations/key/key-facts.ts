import { KeywayError } from '../../errors/index.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Org } from '../../salesforce/index.ts';
import { requireSecrets } from './key-session.ts';

/** A key in an operation's result, as the org shows it afterwards. */
export type KeyFacts = Pick<TenantSecret, 'id' | 'type' | 'version' | 'status' | 'source'>;

/** A new key, and the one that it replaced. */
export interface MadeKey {
  readonly key: KeyFacts;
  readonly archived: KeyFacts | null;
}

/** Reads a new key back. */
export async function readNewKey(org: Org, id: string, before: readonly TenantSecret[]): Promise<MadeKey> {
  const secrets = await requireSecrets(org);
  const made = secrets.find((secret) => secret.id === id);
  if (made === undefined) throw notShown('took a key');
  return newKeyFrom(made, secrets, before);
}

/** The new key, derived from all tenant secrets before and after. */
export function newKeyFrom(
  made: TenantSecret,
  after: readonly TenantSecret[],
  before: readonly TenantSecret[],
): MadeKey {
  const replaced = before.find(({ type, status }) => type === made.type && status === 'ACTIVE');
  const now = after.find((secret) => secret.id === replaced?.id);
  return { key: factsOf(made), archived: now ? factsOf(now) : null };
}

/** Reads one key back. */
export async function readKeyFacts(org: Org, id: string): Promise<KeyFacts> {
  const found = (await requireSecrets(org)).find((secret) => secret.id === id);
  if (found === undefined) throw notShown('changed a key');
  return factsOf(found);
}

export function factsOf({ id, type, version, status, source }: TenantSecret): KeyFacts {
  return { id, type, version, status, source };
}

function notShown(what: string): KeywayError {
  return new KeywayError('KeyNotShown', `The org ${what}, but doesn't show it to this user.`, {
    actions: ['Before you run anything again, check what the org has: keyway key list.'],
  });
}
