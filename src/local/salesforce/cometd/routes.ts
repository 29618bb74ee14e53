import type { Context, Hono } from 'hono';
import { ApiError, ours } from '../api-error.ts';
import type { Org } from '../org.ts';
import { decodeUtf8, readBody } from '../server/body.ts';
import { json } from '../server/respond.ts';
import { bearerToken } from '../server/sessions.ts';
import { soapVersion } from '../server/versions.ts';
import { COMETD_CONNECT_TIMEOUT } from '../uncertain.ts';
import { answer, type Message } from './answer.ts';
import { type CometdClient, createCometdClients, takeEvents } from './client.ts';

const MAX_BODY = 100_000;
const MAX_MESSAGES = 100;

/** CometD, only for RemoteKeyCalloutEvent: `/cometd/66.0` (Streaming API Developer Guide). */
export const cometdRoutes = (app: Hono, org: Org): void => {
  const clients = createCometdClients();

  const handle = async (c: Context): Promise<Response> => {
    if (soapVersion(c.req.param('version') ?? '') === undefined)
      throw new ApiError(
        400,
        'INVALID_VERSION',
        "API version in the URI is mandatory. URI format: '/cometd/66.0'",
      );
    const token = bearerToken(c.req.header('authorization'));
    const replies = (await readMessages(c)).map((message) => answer(org, clients, token, message));
    const messages = replies.map(({ message }) => message);
    const waiting = replies.find(({ waitFor }) => waitFor !== undefined)?.waitFor;
    if (waiting === undefined || replies.length > 1) return json(c, messages);
    waiting.waiting = true;
    await eventsFor(waiting, c.req.raw.signal);
    waiting.waiting = false;
    waiting.seen = performance.now();
    return json(c, [...takeEvents(org, waiting), ...messages]);
  };

  /** Waits until there is an event for a client, the client disconnects, or its time is over. */
  const eventsFor = (client: CometdClient, disconnected: AbortSignal): Promise<void> => {
    const hasSome = (): boolean =>
      client.delivered !== undefined && org.events.after(client.delivered).length > 0;
    if (hasSome()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, COMETD_CONNECT_TIMEOUT).unref();
    const unlisten = org.events.listen(() => {
      if (hasSome()) resolve();
    });
    disconnected.addEventListener('abort', () => resolve(), { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      unlisten();
    });
  };

  // Clients may append the message type to the version: `/cometd/66.0/handshake`.
  app.post('/cometd/:version', handle);
  app.post('/cometd/:version/*', handle);
};

const readMessages = async (c: Context): Promise<readonly Message[]> => {
  const refuse = (why: string): ApiError => new ApiError(400, 'JSON_PARSER_ERROR', ours(why));
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(await readBody(c, MAX_BODY)));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw refuse('the body is no JSON');
  }
  const messages = Array.isArray(value) ? value : [value];
  if (messages.length > MAX_MESSAGES || messages.some((one) => typeof one !== 'object' || one === null))
    throw refuse(`a request holds up to ${MAX_MESSAGES} messages`);
  return messages as Message[];
};
