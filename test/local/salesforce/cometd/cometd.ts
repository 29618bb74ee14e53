import type { Client } from '../client.ts';

export const CHANNEL = '/event/RemoteKeyCalloutEvent';

// biome-ignore lint/suspicious/noExplicitAny: what an API answers is looked at, not typed
export type Messages = readonly any[];

/** Sends Bayeux messages. */
export const bayeux = async (
  { org }: Client,
  message: object | readonly object[],
  token = org.accessToken,
  path = '/cometd/66.0',
): Promise<Messages> => {
  const response = await fetch(org.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  return (await response.json()) as Messages;
};

export interface Subscriber {
  readonly clientId: string;
  readonly subscribed: Messages[number];
  /** What the next connect returns, without the connect's own answer. */
  next(): Promise<Messages>;
}

/** A client that has made a handshake, connected once and subscribed. */
export const subscriber = async (
  client: Client,
  replay: unknown = -2,
  channel = CHANNEL,
): Promise<Subscriber> => {
  const [{ clientId }] = await bayeux(client, {
    channel: '/meta/handshake',
    version: '1.0',
    supportedConnectionTypes: ['long-polling'],
    ext: { replay: true },
  });
  const connect = { channel: '/meta/connect', clientId, connectionType: 'long-polling' };
  await bayeux(client, connect);
  const [subscribed] = await bayeux(client, {
    channel: '/meta/subscribe',
    clientId,
    subscription: channel,
    ext: { replay: { [channel]: replay } },
  });
  return {
    clientId,
    subscribed,
    next: async () =>
      (await bayeux(client, connect)).filter((message) => message.channel !== '/meta/connect'),
  };
};

/** The payloads of retained events; waits for the first. */
export const readRetainedMessages = async (client: Client): Promise<Messages> =>
  (await (await subscriber(client)).next()).map(({ data }) => data.payload);
