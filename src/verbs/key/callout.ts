import { KeywayError } from '../../errors.ts';
import { remedyFor } from '../../keys/status-codes.ts';
import { type KeyEvent, type KeyEvents, listenForKeyEvents, type Org } from '../../org/index.ts';

/** What the org said of its callout for a key. */
export interface Callout {
  readonly statusCode: string;
  /** JSON text as the org wrote it, or empty. */
  readonly details: string;
}

export interface HeardCallout<T> {
  readonly value: T;
  /** null: the org said nothing in time, which proves nothing either way. */
  readonly callout: Callout | null;
  readonly remarks: readonly string[];
}

/** An event follows its callout at once; milliseconds. */
const PATIENCE = 3000;

/**
 * Has the org fetch a key, and listens for what it says of that. Where it refuses, its StatusCode and what to do come
 * with the error.
 *
 * @param fetch inserts or activates a remote key
 */
export async function withCallout<T>(org: Org, fetch: () => Promise<T>): Promise<HeardCallout<T>> {
  let events: KeyEvents | undefined;
  const remarks: string[] = [];
  try {
    events = await listenForKeyEvents(org);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    remarks.push(`The org's events could not be listened for: ${error.message}`);
  }
  try {
    const value = await fetch();
    const callout = await events?.next(() => true, PATIENCE);
    return { value, callout: callout ? calloutOf(callout) : null, remarks };
  } catch (error) {
    if (!(error instanceof KeywayError) || !REFUSALS.has(error.code)) throw error;
    const event = await events?.next(({ statusCode }) => statusCode !== 'SUCCESS', PATIENCE);
    throw event ? refusedBy(event, error) : error;
  } finally {
    await events?.close();
  }
}

/** What may be about the callout; a missing permission or a session that is over is not. */
const REFUSALS = new Set(['RemoteKeyRefused', 'TenantSecretRefused', 'SalesforceError']);

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
