import { randomCharacters } from '../ids.ts';
import type { Org } from '../org.ts';
import { EVENT_NAME } from '../platform-events/events.ts';
import type { StoredEvent } from '../store/collections.ts';

export const CHANNEL = `/event/${EVENT_NAME}`;

/** One CometD session (The Bayeux Specification 1.0). */
export interface CometdClient {
  readonly id: string;
  readonly token: string;
  /** The replay id of the last delivered event; undefined while not subscribed. */
  delivered: number | undefined;
  /** Whether it has connected. The first connect is answered at once, with advice. */
  connected: boolean;
  /** Whether one of its connects is waiting. */
  waiting: boolean;
  /** By performance.now(), because sessions expire in real time, whatever the org's clock says. */
  seen: number;
}

export interface CometdClients {
  open(token: string): CometdClient;
  /** Undefined if the client is unknown or has been away too long. */
  find(id: unknown): CometdClient | undefined;
  close(client: CometdClient): void;
}

const MAX_CLIENTS = 1000;
/** How long a disconnected client is kept, in milliseconds. */
const REMEMBERED = 40_000;

export const createCometdClients = (): CometdClients => {
  const clients = new Map<string, CometdClient>();
  const forget = (): void => {
    for (const client of clients.values())
      if (!client.waiting && performance.now() - client.seen > REMEMBERED) clients.delete(client.id);
    if (clients.size >= MAX_CLIENTS) clients.delete(clients.keys().next().value ?? '');
  };
  return {
    open: (token) => {
      forget();
      const client = {
        id: randomCharacters(26),
        token,
        delivered: undefined,
        connected: false,
        waiting: false,
        seen: performance.now(),
      };
      clients.set(client.id, client);
      return client;
    },
    find: (id) => {
      forget();
      const client = clients.get(String(id));
      if (client) client.seen = performance.now();
      return client;
    },
    close: (client) => void clients.delete(client.id),
  };
};

/**
 * Events that a client hasn't received yet, as messages (Platform Events Developer Guide, "Subscribing with
 * CometD").
 */
export const takeEvents = (org: Org, client: CometdClient): readonly object[] => {
  if (client.delivered === undefined) return [];
  const events = org.events.after(client.delivered);
  client.delivered = events.at(-1)?.replayId ?? client.delivered;
  return events.map((event) => ({ channel: CHANNEL, data: dataOf(event) }));
};

const dataOf = ({ replayId, eventUuid, createdDate, createdById, payload }: StoredEvent): object => ({
  schema: 'RemoteKeyCalloutEvent',
  payload: { CreatedById: createdById, CreatedDate: createdDate.replace('+0000', 'Z'), ...payload },
  event: { EventUuid: eventUuid, replayId },
});
