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

/** What a remote key is fetched through. */
const PATH: readonly CollectionName[] = [
  'certificate',
  'component',
  'permissionSetAssignment',
  'principal',
  'secret',
  'setupEntityAccess',
];

/** The keys that an org has fetched, for as long as it keeps them; no key is in it, since nothing is encrypted here. */
export interface KeyCache extends DueWork {
  /** Somebody is about to see tenant secrets: without a cache, they are fetched before that. */
  look(): void;
  /** What was fetched is forgotten, and fetched again as soon as due work is done. */
  flush(): void;
}

/**
 * Keeps remote keys fetched (Salesforce Help, Cache-Only Key Service): when the cache ends they are fetched again; one that can't be
 * is DESTROYED and tried again, until it is what it was. With `keyCacheHours: 0` there is no cache: they are fetched
 * after each change of what they are fetched through, and before each look.
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

/** When a key is to be fetched next, in milliseconds; undefined: when somebody asks for it. */
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
    // One that had no answer took its time: the retries that would have been meanwhile are left out.
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
