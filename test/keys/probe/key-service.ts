import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Identity } from './authority.ts';
import { makeJwe } from './jwe.ts';

/** The tests' own key service on loopback, which records its requests. */
export interface TestService {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly IncomingMessage[];
  /** How it answers from now on. */
  answer: RequestListener;
  close(): Promise<void>;
}

export const identifier = 'acme-data-1';

/** The identifier and the requestId of a request. */
export const readKeyRequest = ({ url = '' }: IncomingMessage) => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return { identifier: pathname.split('/').at(-1) ?? '', jti: searchParams.get('requestId') ?? undefined };
};

/** The correct answer. */
export const answerCorrectly: RequestListener = (request, response) => {
  const { identifier: kid, jti } = readKeyRequest(request);
  sendJson(response, { kid, jwe: makeJwe(kid, { jti }) });
};

export const sendJson = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

export const startService = async (identity?: Identity): Promise<TestService> => {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    service.answer(request, response);
  };
  const server: Server = identity ? createTlsServer(identity, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const service: TestService = {
    url: `${identity ? 'https' : 'http'}://127.0.0.1:${port}/keys`,
    port,
    requests,
    answer: answerCorrectly,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return service;
};
