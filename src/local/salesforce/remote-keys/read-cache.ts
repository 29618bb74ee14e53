import type { View } from '../store/database.ts';
import { cacheHours, dueAt } from './cache.ts';

/** What the org's cache of remote keys says of itself; times as ISO 8601. */
export interface KeyCacheState {
  readonly hours: number;
  readonly keys: readonly {
    readonly tenantSecretId: string;
    readonly identifier: string;
    /** When it was fetched last. */
    readonly fetched: string;
    /** Since when it can't be. */
    readonly failedSince?: string;
    /** When it is fetched, or tried, next; absent: not by itself. */
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
