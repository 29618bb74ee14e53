import { KeywayError } from '../../errors/index.ts';
import { type KeyEvent, type KeyEvents, listenForKeyEvents, type Org } from '../../salesforce/index.ts';

/** A key that an org is about to fetch. */
export interface FetchedKey {
  readonly identifier: string;
  /** undefined before it exists. */
  readonly id?: string | undefined;
}

export interface FetchWithEvent {
  readonly id: string;
  /** undefined if the org published none in time. That proves nothing. */
  readonly event: KeyEvent | undefined;
}

export interface HearingOptions {
  readonly remark: (sentence: string) => void;
  /** Builds the error for an org's refusal, from the org's error and the event of its callout. */
  readonly refusal: (error: KeywayError, event: KeyEvent | undefined) => unknown;
}

/** How long to wait for the event of a callout, in milliseconds; it usually follows at once. */
const patience = 3000;

/** Refusals that may be about the callout, unlike a missing permission or an expired session. */
const refusals = new Set(['RemoteKeyRefused', 'TenantSecretRefused', 'SalesforceError']);

/**
 * Lets the org fetch a key, and listens for the event of its callout. Starts to listen first, so that no event is
 * missed.
 *
 * @param fetch inserts, activates or moves a remote key; returns its id
 */
export async function fetchAndListen(
  org: Org,
  key: FetchedKey,
  fetch: () => Promise<string>,
  { remark, refusal }: HearingOptions,
): Promise<FetchWithEvent> {
  const events = await listen(org, remark);
  try {
    const id = await fetch();
    return { id, event: await events?.next((event) => isAbout(event, { ...key, id }), patience) };
  } catch (error) {
    if (!(error instanceof KeywayError) || !refusals.has(error.code)) throw error;
    const isOfIt = (event: KeyEvent) => event.statusCode !== 'SUCCESS' && isAbout(event, key);
    throw refusal(error, await events?.next(isOfIt, patience));
  } finally {
    await events?.close();
  }
}

/** The message of an event. Salesforce doesn't document the JSON in its Details. */
export function messageOf(event: KeyEvent | undefined): string | undefined {
  if (!event?.details) return undefined;
  try {
    const { message } = Object(JSON.parse(event.details)) as { message?: unknown };
    if (typeof message === 'string') return shortened(message);
  } catch {
    // Not JSON: show it unchanged.
  }
  return shortened(event.details);
}

function shortened(text: string): string {
  return text.replace(/[.\s]+$/, '').slice(0, 500);
}

/** The user may not be allowed to listen. Then the status that is read back must suffice. */
async function listen(org: Org, remark: (sentence: string) => void): Promise<KeyEvents | undefined> {
  try {
    return await listenForKeyEvents(org);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    remark(`keyway couldn't listen to the org's callouts for keys: ${error.message}`);
    return undefined;
  }
}

/** An event names its key or its request; the event of a first fetch may name neither. */
function isAbout({ tenantSecretId, requestIdentifier }: KeyEvent, { id, identifier }: FetchedKey): boolean {
  if (tenantSecretId !== undefined) return tenantSecretId.slice(0, 15) === id?.slice(0, 15);
  return requestIdentifier === undefined || requestIdentifier.split('?', 1)[0] === identifier;
}
