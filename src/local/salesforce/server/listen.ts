import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { KeywayError } from '../../../errors/index.ts';

/** Hono's handler of requests, with Node's own objects. */
export type Fetch = (request: Request, bindings: unknown) => Response | Promise<Response>;

export interface Listening {
  readonly url: string;
  /** Sets the handler of requests. Until then, they wait. */
  serve(fetch: Fetch): void;
  close(): Promise<void>;
}

/** Listens only on the loopback address; port 0 takes any free port. */
export const listen = async (port: number): Promise<Listening> => {
  let ready: (fetch: Fetch) => void = () => {};
  const handler = new Promise<Fetch>((resolve) => {
    ready = resolve;
  });
  const listener = getRequestListener(async (request, bindings) => (await handler)(request, bindings), {
    overrideGlobalObjects: false,
  });
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 120_000 }, (incoming, outgoing) => {
    // `sf` stores the URL with a trailing slash, so its paths begin with two.
    incoming.url = incoming.url?.replace(/^\/+/, '/') ?? '/';
    void listener(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${actual}`, serve: ready, close: () => close(server) };
};

const portError = (port: number, cause: NodeJS.ErrnoException): KeywayError =>
  new KeywayError(
    'LocalOrgPortUnavailable',
    `The local org can't listen on port ${port}: ${cause.message}.`,
    {
      actions: ['Give another port, or none to take a free one.'],
      cause,
    },
  );

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
