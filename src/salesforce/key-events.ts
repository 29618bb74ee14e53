import { KeywayError } from '../errors/index.ts';
import { type BayeuxMessage, CometdClient } from './cometd.ts';
import type { Org } from './connect.ts';

/** What an org says of one callout to a key service (Object Reference, RemoteKeyCalloutEvent). */
export interface KeyEvent {
  /** `SUCCESS`, or what went wrong: an open list. */
  readonly statusCode: string;
  /** JSON text, as the org wrote it. */
  readonly details: string;
  /** undefined where the key does not exist yet. */
  readonly tenantSecretId: string | undefined;
  readonly requestIdentifier: string | undefined;
  readonly replayId: number;
  /** ISO 8601; empty where the org does not say. */
  readonly createdDate: string;
}

/** Events as they come. Whoever listens closes. */
export interface KeyEvents {
  /** The next event that fits and was not given before; undefined when none comes in time, or nothing more can come. */
  next(predicate: (event: KeyEvent) => boolean, timeoutMs: number): Promise<KeyEvent | undefined>;
  /** All that came until nothing has come for a while: with `replay: 'retained'` what the org has kept. */
  retained(quietMs?: number): Promise<readonly KeyEvent[]>;
  /** Why nothing more can come, where that is so. */
  readonly problem: KeywayError | undefined;
  close(): Promise<void>;
}

const CHANNEL = '/event/RemoteKeyCalloutEvent';
const REPLAY = { new: -1, retained: -2 } as const;
const QUIET = 1500;
/** How often a session that the server lost is begun anew. */
const HANDSHAKES = 5;

/**
 * Listens for an org's callouts to key services, over CometD: no query and no Pub/Sub API has these events. When it
 * returns, it is subscribed: what the org does from then on is heard.
 *
 * @throws KeywayError `KeyEventsRefused` where the org does not let this user listen
 */
export async function listenForKeyEvents(
  { connection }: Pick<Org, 'connection'>,
  { replay = 'new' }: { readonly replay?: 'new' | 'retained' } = {},
): Promise<KeyEvents> {
  const client = new CometdClient(connection);
  const ended = new AbortController();
  const events: KeyEvent[] = [];
  const listeners = new Set<() => void>();
  let seen: number = REPLAY[replay];
  let problem: KeywayError | undefined;

  const subscribe = async (): Promise<void> => {
    await client.handshake(ended.signal);
    await client.subscribe(CHANNEL, seen, ended.signal);
  };

  const take = (message: BayeuxMessage): void => {
    const event = eventIn(message);
    if (event === undefined) return;
    seen = event.replayId;
    events.push(event);
  };

  const pump = async (): Promise<void> => {
    let handshakes = 0;
    while (!ended.signal.aborted) {
      const { messages, again } = await client.poll(ended.signal);
      for (const message of messages) take(message);
      if (messages.length > 0) for (const listener of listeners) listener();
      if (!again) continue;
      handshakes += 1;
      if (handshakes > HANDSHAKES)
        throw new KeywayError('KeyEventsRefused', 'The org ended the event session.');
      await subscribe();
    }
  };

  /** Until something came (true), the time is over or nothing more can come. */
  const something = async (timeoutMs: number): Promise<boolean> => {
    if (problem !== undefined || timeoutMs <= 0) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), timeoutMs);
    const listener = () => resolve(problem === undefined);
    listeners.add(listener);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      listeners.delete(listener);
    }
  };

  await subscribe();
  const pumping = pump().catch((error: unknown) => {
    if (ended.signal.aborted) return;
    problem =
      error instanceof KeywayError
        ? error
        : new KeywayError('KeyEventsRefused', "The events couldn't be read.", { cause: error });
    for (const listener of listeners) listener();
  });

  return {
    async next(predicate, timeoutMs) {
      const end = performance.now() + timeoutMs;
      for (;;) {
        const index = events.findIndex(predicate);
        if (index >= 0) return events.splice(index, 1)[0];
        if (!(await something(end - performance.now()))) return undefined;
      }
    },
    async retained(quietMs = QUIET) {
      while (await something(quietMs));
      return [...events];
    },
    get problem() {
      return problem;
    },
    async close() {
      ended.abort();
      await pumping;
      await client.disconnect();
    },
  };
}

function eventIn({ channel, data }: BayeuxMessage): KeyEvent | undefined {
  if (channel !== CHANNEL) return undefined;
  const { payload, event } = Object(data) as { payload?: unknown; event?: { replayId?: unknown } };
  const fields = Object(payload) as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof fields[name] === 'string' ? (fields[name] as string) : undefined);
  const statusCode = text('StatusCode');
  if (statusCode === undefined || typeof event?.replayId !== 'number') return undefined;
  return {
    statusCode,
    details: text('Details') ?? '',
    tenantSecretId: text('TenantSecretId'),
    requestIdentifier: text('RequestIdentifier'),
    replayId: event.replayId,
    createdDate: text('CreatedDate') ?? '',
  };
}
