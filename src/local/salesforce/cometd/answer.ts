import { ours } from '../api-error.ts';
import type { Org } from '../org.ts';
import { callerOf } from '../server/sessions.ts';
import { COMETD_CONNECT_TIMEOUT } from '../uncertain.ts';
import { CHANNEL, type CometdClient, type CometdClients } from './client.ts';

export type Message = Readonly<Record<string, unknown>>;

/** The answer to a message. A waiting connect also has its client. */
export interface Reply {
  readonly message: Message;
  readonly waitFor?: CometdClient;
}

const EXTENSIONS = { replay: true, 'payload.format': true };

/**
 * Answers one Bayeux message (The Bayeux Specification 1.0; errors: Streaming API Developer Guide, "Streaming API
 * Error Codes").
 */
export const answer = (
  org: Org,
  clients: CometdClients,
  token: string | undefined,
  message: Message,
): Reply => {
  const { channel, id, clientId } = message;
  const base = { channel, ...(id === undefined ? {} : { id }) };
  const failed = (error: string, reconnect: 'none' | 'handshake' | 'retry', more: object = {}): Reply => ({
    message: { ...base, successful: false, error, advice: { reconnect, interval: 0 }, ...more },
  });
  const authentic = isAuthentic(org, token);
  if (channel === '/meta/handshake') {
    if (!authentic || token === undefined)
      return failed('403::Handshake denied', 'none', {
        ext: { ...EXTENSIONS, sfdc: { failureReason: '401::Authentication invalid' } },
      });
    const offered = message.supportedConnectionTypes;
    if (!Array.isArray(offered) || !offered.includes('long-polling'))
      return failed(ours('only long-polling is emulated'), 'none');
    const client = clients.open(token);
    return {
      message: {
        ...base,
        version: '1.0',
        minimumVersion: '1.0',
        clientId: client.id,
        supportedConnectionTypes: ['long-polling'],
        ext: EXTENSIONS,
        successful: true,
      },
    };
  }
  if (!authentic) return failed('401::Authentication invalid', 'none');
  const client = clients.find(clientId);
  if (client === undefined || client.token !== token) return failed('403::Unknown client', 'handshake');
  const done = (more: object = {}): Reply => ({
    message: { ...base, clientId: client.id, ...more, successful: true },
  });
  switch (channel) {
    case '/meta/connect': {
      if (client.connected) return { ...done(), waitFor: client };
      client.connected = true;
      return done({ advice: { reconnect: 'retry', interval: 0, timeout: COMETD_CONNECT_TIMEOUT } });
    }
    case '/meta/disconnect':
      clients.close(client);
      return done();
    case '/meta/subscribe':
      return subscribe(org, client, message, { done, failed });
    case '/meta/unsubscribe':
      client.delivered = undefined;
      return done({ subscription: message.subscription });
    default:
      return failed(ours(`${String(channel).slice(0, 100)} is not emulated`), 'retry');
  }
};

const isAuthentic = (org: Org, token: string | undefined): boolean => {
  try {
    callerOf(org.database.view, token);
    return true;
  } catch {
    return false;
  }
};

interface Replies {
  readonly done: (more?: object) => Reply;
  readonly failed: (error: string, reconnect: 'none' | 'handshake' | 'retry', more?: object) => Reply;
}

/** The replay extension: -1 for new events, -2 for all retained events, an id for those after it. */
const subscribe = (org: Org, client: CometdClient, message: Message, { done, failed }: Replies): Reply => {
  const { subscription, ext } = message;
  const refuse = (error: string): Reply => failed(error, 'retry', { clientId: client.id, subscription });
  const [channel, ...more] = [subscription].flat();
  if (channel !== CHANNEL || more.length > 0)
    return refuse(
      `404::${ours(`${String(subscription).slice(0, 100)} is not emulated; only ${CHANNEL} is`)}`,
    );
  const asked = (ext as { replay?: Readonly<Record<string, unknown>> } | undefined)?.replay?.[CHANNEL] ?? -1;
  const last = org.events.last();
  if (!Number.isInteger(asked) || Number(asked) < -2 || Number(asked) > last)
    return refuse(
      `400::The replayId {${String(asked).slice(0, 40)}} you provided was invalid. Provide a valid ID, -2 to replay all events, or -1 to replay only new events.`,
    );
  client.delivered = asked === -1 ? last : Math.max(0, Number(asked));
  return done({ subscription });
};
