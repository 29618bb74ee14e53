import { type FetchedKey, type KeyToFetch, letOrgFetchKey } from '../../kinds/cache-only-key/fetch.ts';
import type { Org } from '../../salesforce/index.ts';

/** The org's report of its callout for a key. */
export interface Callout {
  readonly statusCode: string;
  /** The org's JSON text, or empty. */
  readonly details: string;
}

export interface FetchedOneKey extends FetchedKey {
  /** null: the org published no event in time, which proves nothing. */
  readonly callout: Callout | null;
  readonly remarks: readonly string[];
}

/** Lets the org fetch one key that a command creates or activates. */
export async function fetchOneKey(
  org: Org,
  key: Omit<KeyToFetch, 'name'>,
  send: () => Promise<string>,
): Promise<FetchedOneKey> {
  const remarks: string[] = [];
  const fetched = await letOrgFetchKey(org, { ...key, name: `The key ${key.identifier}` }, send, {
    remark: (sentence) => remarks.push(sentence),
    nextActions: (existing) =>
      existing
        ? [`Then run keyway key activate --type ${existing.type} --version ${existing.version}`]
        : ['Nothing was changed.'],
  });
  const { event } = fetched;
  const callout = event ? { statusCode: event.statusCode, details: event.details } : null;
  return { ...fetched, callout, remarks };
}
