import type { View } from '../store/database.ts';
import { cacheHours, dueAt } from './cache.ts';

/** The state of the org's cache of remote keys; times as ISO 8601. */
export interface KeyCacheState {
  readonly hours: number;
  readonly keys: readonly {
    readonly tenantSecretId: string;
    readonly identifier: string;
    /** When it was last fetched. */
    readonly fetched: string;
    /** Since when it can't be fetched. */
    readonly failedSince?: string;
    /** When it is fetched or retried next; absent if never automatically. */
    readonly next?: string;
  }[];
}

export const readKeyCache = (view: View): KeyCacheState => ({
  hours: cacheHours(view),
  keys: view.all('remoteKey').map((key) => {
    const { tenantSecretId, fetched, failedSince } = key;
    const next = dueAt(view, key);
    return {
      tenantSecretId,
      identifier: String(view.get('tenantSecret', tenantSecretId)?.RemoteKeyIdentifier),
      fetched: iso(fetched),
      ...(failedSince === undefined ? {} : { failedSince: iso(failedSince) }),
      ...(next === undefined ? {} : { next: iso(next) }),
    };
  }),
});

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
