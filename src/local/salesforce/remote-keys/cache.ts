import { ApiError } from '../api-error.ts';
import { restDatetime } from '../clock.ts';
import type { DueWork } from '../due-work.ts';
import type { Org } from '../org.ts';
import type { CollectionName, StoredRemoteKey } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { fetchKeyOf } from '../tenant-secrets/fetch-key.ts';
import { changeTenantSecret } from '../tenant-secrets/row.ts';
import {
  ARCHIVED_REMOTE_KEYS_ARE_FETCHED,
  RECOVERED_BESIDE_AN_ACTIVE_KEY,
  REMOTE_KEY_CACHE_HOURS,
  UNCONFIRMED_STATUS,
} from '../uncertain.ts';
import { automatedProcessUser } from './fetch.ts';
import { RemoteKeyProblem } from './problem.ts';
import { nextRetry } from './retries.ts';

const HOUR = 3_600_000;

/** The collections that a remote key's path depends on. */
const PATH: readonly CollectionName[] = [
  'certificate',
  'component',
  'permissionSetAssignment',
  'principal',
  'secret',
  'setupEntityAccess',
];

/** The cached keys of an org. The cache contains no key material, because nothing is encrypted here. */
export interface KeyCache extends DueWork {
  /** Called before somebody reads tenant secrets. Without a cache, the keys are fetched first. */
  look(): void;
  /** Clears the cache. The keys are fetched again with the next due work. */
  flush(): void;
}

/**
 * Fetches remote keys again when their cache time ends (Salesforce Help, Cache-Only Key Service). A key that can't
 * be fetched is DESTROYED and retried until it gets its status back. With `keyCacheHours: 0` there is no cache:
 * keys are fetched after each change of their path, and before each read.
 */
export const createKeyCache = (org: Org): KeyCache => {
  const { database, clock } = org;
  let isFlushed = false;
  const flush = (): void => {
    isFlushed = true;
  };
  const look = (): void => {
    if (cacheHours(database.view) === 0 && database.view.all('remoteKey').length > 0) flush();
  };
  database.listen((changed) => {
    if (PATH.some((name) => changed.has(name))) look();
  });

  return {
    look,
    flush,
    next: () => {
      const keys = keysInUse(database.view);
      if (isFlushed && keys.some(({ failedSince }) => failedSince === undefined)) return clock.now();
      const times = keys.flatMap((key) => dueAt(database.view, key) ?? []);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    run: async (at) => {
      const all = isFlushed;
      isFlushed = false;
      await database.transaction(async (tx) => {
        for (const key of keysInUse(tx))
          if ((all && key.failedSince === undefined) || (dueAt(tx, key) ?? Number.POSITIVE_INFINITY) <= at)
            await fetchAgain(org, tx, key, at);
      });
    },
  };
};

const keysInUse = (view: View): readonly StoredRemoteKey[] =>
  view
    .all('remoteKey')
    .filter(
      ({ tenantSecretId }) =>
        ARCHIVED_REMOTE_KEYS_ARE_FETCHED || view.get('tenantSecret', tenantSecretId)?.Status !== 'ARCHIVED',
    );

export const cacheHours = (view: View): number =>
  Number(view.get('setting', 'keyCacheHours')?.value ?? REMOTE_KEY_CACHE_HOURS);

/** When to fetch a key next, in milliseconds; undefined: on request. */
export const dueAt = (view: View, { fetched, failedSince, tried }: StoredRemoteKey): number | undefined => {
  if (failedSince !== undefined) return nextRetry(failedSince, tried);
  const hours = cacheHours(view);
  return hours === 0 ? undefined : fetched + hours * HOUR;
};

const fetchAgain = async (org: Org, tx: Transaction, key: StoredRemoteKey, at: number): Promise<void> => {
  const row = tx.get('tenantSecret', key.tenantSecretId) as Row;
  const author = { userId: automatedProcessUser(tx), now: restDatetime(at) };
  try {
    await fetchKeyOf(org, tx, row, at);
  } catch (error) {
    if (!(error instanceof RemoteKeyProblem || error instanceof ApiError)) throw error;
    const timedOut = error instanceof RemoteKeyProblem && error.statusCode === UNCONFIRMED_STATUS.timeout;
    // A timeout takes time. Skip the retries that would have happened meanwhile.
    const tried = timedOut ? org.clock.now() : at;
    const wasActive = key.wasActive ?? row.Status === 'ACTIVE';
    const failedSince = key.failedSince ?? at;
    tx.put('remoteKey', key.tenantSecretId, { ...key, failedSince, tried, wasActive });
    if (row.Status !== 'DESTROYED') changeTenantSecret(tx, row, { Status: 'DESTROYED' }, author);
    return;
  }
  tx.put('remoteKey', key.tenantSecretId, {
    tenantSecretId: key.tenantSecretId,
    fetched: at,
    tried: at,
  });
  if (key.failedSince === undefined) return;
  const another = tx.all('tenantSecret').some(({ Type, Status }) => Type === row.Type && Status === 'ACTIVE');
  const Status = key.wasActive && !another ? 'ACTIVE' : RECOVERED_BESIDE_AN_ACTIVE_KEY;
  changeTenantSecret(tx, row, { Status }, author);
};
