import { KeywayError } from '../../errors/index.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import {
  type Org,
  readNamedCredentialId,
  readTenantSecrets,
  updateTenantSecret,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { KeyOutcome } from '../outcomes.ts';
import { secretOf, type WantedKey } from './compare.ts';
import { insertCacheOnlyKey, letOrgFetchKey } from './fetch.ts';

export interface KeyStageOptions {
  readonly remark: (sentence: string) => void;
}

const tryAgain = [
  'Everything before the keys is done. Fix the problem, then run the same command again: only the key is left to do.',
];

/**
 * Creates or activates one cache-only key of a plan. Never creates an existing key again.
 *
 * @throws KeywayError `KeyNotActive` with the StatusCode and what to do, `KeyMoved`
 */
export async function applyKey(
  org: Org,
  key: WantedKey,
  change: Change,
  { remark }: KeyStageOptions,
): Promise<KeyOutcome> {
  const { name, type, identifier } = key;
  const [secrets, namedCredentialId] = await Promise.all([
    readTenantSecrets(org, [key.namedCredential]),
    readNamedCredentialId(org, key.namedCredential),
  ]);
  const before = secrets ?? [];
  const existing = secretOf(key, before);
  if (change.action === 'create' && existing && ['ACTIVE', 'DESTROYED'].includes(existing.status)) {
    if (existing.status === 'ACTIVE') return outcomeOf(key, 'there', existing, null);
    throw keyMovedError(key, `is ${existing.status} in the org now`);
  }
  if (change.action === 'update' && !existing) throw keyMovedError(key, 'is no longer in the org');
  if (namedCredentialId === undefined)
    throw keyMovedError(key, `needs the named credential ${key.namedCredential}, which the org doesn't have`);
  const isThere = existing !== undefined && change.action === 'update';
  const fetched = await letOrgFetchKey(
    org,
    {
      name,
      type,
      identifier,
      namedCredential: key.namedCredential,
      existing: isThere ? existing : undefined,
    },
    () =>
      isThere
        ? activate(org, key, existing, change, namedCredentialId)
        : insertCacheOnlyKey(org, { ...key, description: name, namedCredentialId }, before),
    { remark, nextActions: () => tryAgain },
  );
  const outcome = !isThere ? 'inserted' : existing.status === 'ACTIVE' ? 'changed' : 'activated';
  return outcomeOf(key, outcome, fetched.key, fetched.event?.statusCode ?? null);
}

/**
 * The org fetches a destroyed key again when it becomes ACTIVE. The same request can change where it is fetched
 * from.
 */
async function activate(
  org: Org,
  key: WantedKey,
  { id, status }: TenantSecret,
  { fields }: Change,
  namedCredentialId: string,
): Promise<string> {
  const changes = (path: string) => fields.some((field) => field.path === path);
  await updateTenantSecret(org, id, {
    ...(changes('namedCredential') ? { RemoteKeyServiceId: namedCredentialId } : {}),
    ...(changes('certificate') ? { RemoteKeyCertificate: key.certificate } : {}),
    ...(status === 'ACTIVE' ? {} : { Status: 'Active' }),
  });
  return id;
}

function outcomeOf(
  { name, type, identifier }: WantedKey,
  outcome: KeyOutcome['outcome'],
  { status, version }: TenantSecret,
  statusCode: string | null,
): KeyOutcome {
  return { name, outcome, type, identifier, status, version, statusCode };
}

function keyMovedError({ name }: WantedKey, why: string): KeywayError {
  return new KeywayError('KeyMoved', `${name} ${why}. The org has changed since the plan was made.`, {
    actions: ["keyway didn't change the key. Run the same command again to make a new plan."],
  });
}
