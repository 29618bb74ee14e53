import { KeywayError } from '../../errors/index.ts';
import { remedyFor } from '../../keys/status-codes.ts';
import { type FetchedKey, hearFetch, messageOf } from '../../kinds/cache-only-key/callout.ts';
import type { KeyEvent, Org } from '../../salesforce/index.ts';
import { nameOfKey } from './find.ts';
import type { KeyFacts } from './made.ts';

/** What the org said of its callout for a key. */
export interface Callout {
  readonly statusCode: string;
  /** JSON text as the org wrote it, or empty. */
  readonly details: string;
}

export interface HeardCallout {
  readonly id: string;
  /** null: the org said nothing in time, which proves nothing either way. */
  readonly callout: Callout | null;
  readonly remarks: readonly string[];
}

/**
 * Has the org fetch a key, and listens for what it says of that. Where it refuses, its StatusCode and what to do come
 * with the error.
 *
 * @param fetch inserts or activates a remote key; gives its id
 */
export async function withCallout(
  org: Org,
  key: FetchedKey,
  fetch: () => Promise<string>,
): Promise<HeardCallout> {
  const remarks: string[] = [];
  const { id, event } = await hearFetch(org, key, fetch, {
    remark: (sentence) => remarks.push(sentence),
    refusal: (error, event) => (event ? refusedBy(event, error) : error),
  });
  return { id, callout: event ? calloutOf(event) : null, remarks };
}

/**
 * Throws `KeyNotActive` where the org took a key and does not use it: its callout failed behind the answer.
 */
export function requireActive(key: KeyFacts, callout: Callout | null): void {
  if (key.status === 'ACTIVE') return;
  const said = callout
    ? `its callout ended with ${callout.statusCode}`
    : 'the org published no event of its callout';
  throw new KeywayError('KeyNotActive', `${nameOfKey(key)} is ${key.status} in the org: ${said}.`, {
    actions: [
      remedyFor(callout?.statusCode ?? ''),
      `Then: keyway key activate --type ${key.type} --version ${key.version}`,
    ],
    data: { key, callout },
  });
}

function refusedBy(event: KeyEvent, error: KeywayError): KeywayError {
  const { statusCode } = event;
  const why = messageOf(event);
  return new KeywayError(
    'RemoteKeyRefused',
    `The org could not use the remote key: ${statusCode}${why ? `: ${why}` : ''}.`,
    {
      actions: ['Nothing was changed.', remedyFor(statusCode)],
      cause: error,
      data: { callout: calloutOf(event) },
    },
  );
}

function calloutOf({ statusCode, details }: KeyEvent): Callout {
  return { statusCode, details };
}
