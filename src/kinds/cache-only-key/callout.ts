import { KeywayError } from '../../errors/index.ts';
import { type KeyEvent, type KeyEvents, listenForKeyEvents, type Org } from '../../salesforce/index.ts';

/** The key that an org is about to fetch. */
export interface FetchedKey {
  readonly identifier: string;
  /** undefined before there is one. */
  readonly id?: string | undefined;
}

export interface HeardFetch {
  readonly id: string;
  /** undefined: the org said nothing in time, which proves nothing either way. */
  readonly event: KeyEvent | undefined;
}

export interface HearingOptions {
  readonly remark: (sentence: string) => void;
  /** What to throw where the org refuses, with what it said of its callout. */
  readonly refusal: (error: KeywayError, event: KeyEvent | undefined) => unknown;
}

/** An event follows its callout at once; milliseconds. */
const patience = 3000;

/** What may be about the callout; a missing permission or a session that is over is not. */
const refusals = new Set(['RemoteKeyRefused', 'TenantSecretRefused', 'SalesforceError']);

/**
 * Has the org fetch a key, and hears what it says of that. Listening begins before, so that nothing is missed.
 *
 * @param fetch inserts, activates or moves a remote key; gives its id
 */
export async function hearFetch(
  org: Org,
  key: FetchedKey,
  fetch: () => Promise<string>,
  { remark, refusal }: HearingOptions,
): Promise<HeardFetch> {
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

/** What an event says in words; its Details are JSON text of a shape that no document gives [?]. */
export function messageOf(event: KeyEvent | undefined): string | undefined {
  if (!event?.details) return undefined;
  try {
    const { message } = Object(JSON.parse(event.details)) as { message?: unknown };
    if (typeof message === 'string') return shortened(message);
  } catch {
    // Not JSON: said as it came.
  }
  return shortened(event.details);
}

function shortened(text: string): string {
  return text.replace(/[.\s]+$/, '').slice(0, 500);
}

/** Not every org lets everybody listen: then the status that is read back has to do. */
async function listen(org: Org, remark: (sentence: string) => void): Promise<KeyEvents | undefined> {
  try {
    return await listenForKeyEvents(org);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    remark(`The org's callouts for keys could not be listened to: ${error.message}`);
    return undefined;
  }
}

/** An event names its key, or the request for it; the very first fetch of a key may be named by neither. */
function isAbout({ tenantSecretId, requestIdentifier }: KeyEvent, { id, identifier }: FetchedKey): boolean {
  if (tenantSecretId !== undefined) return tenantSecretId.slice(0, 15) === id?.slice(0, 15);
  return requestIdentifier === undefined || requestIdentifier.split('?', 1)[0] === identifier;
}
