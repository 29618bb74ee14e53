import { KeywayError } from '../errors/index.ts';
import { type BayeuxMessage, CometdClient } from './cometd.ts';
import type { Org } from './connect.ts';

/** An org's report of one callout to a key service (Object Reference, RemoteKeyCalloutEvent). */
export interface KeyEvent {
  /** `SUCCESS`, or an error; an open list. */
  readonly statusCode: string;
  /** The org's JSON text. */
  readonly details: string;
  /** undefined if the key doesn't exist yet. */
  readonly tenantSecretId: string | undefined;
  readonly requestIdentifier: string | undefined;
  readonly replayId: number;
  /** ISO 8601; empty if the org doesn't report it. */
  readonly createdDate: string;
}

/** A stream of events. The caller must close it. */
export interface KeyEvents {
  /**
   * Returns the next matching event that wasn't returned before; undefined if none arrives in time or the stream
   * has ended.
   */
  next(predicate: (event: KeyEvent) => boolean, timeoutMs: number): Promise<KeyEvent | undefined>;
  /** Returns all events until none arrives for a while; with `replay: 'retained'`, those that the org has kept. */
  retained(quietMs?: number): Promise<readonly KeyEvent[]>;
  /** Why the stream has ended, if it has. */
  readonly problem: KeywayError | undefined;
  close(): Promise<void>;
}

const CHANNEL = '/event/RemoteKeyCalloutEvent';
const REPLAY = { new: -1, retained: -2 } as const;
const QUIET = 1500;
/** The maximum number of new handshakes after the server loses the session. */
const HANDSHAKES = 5;

/**
 * Listens for an org's callouts to key services by CometD, because neither queries nor the Pub/Sub API have these
 * events. The subscription is active when this returns, so that no later event is missed.
 *
 * @throws KeywayError `KeyEventsRefused` if the org doesn't let this user listen
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

  /** Waits until an event arrives (true), the time is over or the stream has ended. */
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
