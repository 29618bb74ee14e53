import { KeywayError } from '../../errors.ts';
import { remedyFor } from '../../keys/status-codes.ts';
import { type KeyEvent, type KeyEvents, listenForKeyEvents, type Org } from '../../org/index.ts';
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

/** The key that is fetched. */
export interface FetchedKey {
  readonly identifier: string;
  /** undefined before there is one. */
  readonly id?: string | undefined;
}

/** An event follows its callout at once; milliseconds. */
const PATIENCE = 3000;

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
  let events: KeyEvents | undefined;
  const remarks: string[] = [];
  try {
    events = await listenForKeyEvents(org);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    remarks.push(`The org's events could not be listened for: ${error.message}`);
  }
  try {
    const id = await fetch();
    const callout = await events?.next((event) => isAbout(event, { ...key, id }), PATIENCE);
    return { id, callout: callout ? calloutOf(callout) : null, remarks };
  } catch (error) {
    if (!(error instanceof KeywayError) || !REFUSALS.has(error.code)) throw error;
    const event = await events?.next(
      (event) => event.statusCode !== 'SUCCESS' && isAbout(event, key),
      PATIENCE,
    );
    throw event ? refusedBy(event, error) : error;
  } finally {
    await events?.close();
  }
}

/** What may be about the callout; a missing permission or a session that is over is not. */
const REFUSALS = new Set(['RemoteKeyRefused', 'TenantSecretRefused', 'SalesforceError']);

/** An event names its key, or the request for it; the very first fetch of a key may be named by neither. */
function isAbout({ tenantSecretId, requestIdentifier }: KeyEvent, { id, identifier }: FetchedKey): boolean {
  if (tenantSecretId !== undefined) return tenantSecretId.slice(0, 15) === id?.slice(0, 15);
  return requestIdentifier === undefined || requestIdentifier.split('?', 1)[0] === identifier;
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
  const why = messageIn(event);
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

function messageIn({ details }: KeyEvent): string | undefined {
  try {
    const { message } = Object(JSON.parse(details)) as { message?: unknown };
    return typeof message === 'string' ? message.replace(/[.\s]+$/, '').slice(0, 300) : undefined;
  } catch {
    return undefined;
  }
}

function calloutOf({ statusCode, details }: KeyEvent): Callout {
  return { statusCode, details };
}
