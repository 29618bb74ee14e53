import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Fault } from './faults.ts';
import { requestName } from './request-name.ts';

/** One request of a run: its server, its purpose, and its number among equal requests, from 1. */
export interface Request {
  readonly server: string;
  readonly name: string;
  readonly nth: number;
}

export interface FaultProxy {
  readonly url: string;
  /** Starts a run and resets the counts. */
  begin(armed?: {
    readonly at: Request;
    readonly fault: Fault;
    readonly signal: (name: NodeJS.Signals) => void;
  }): void;
  /** The requests of the run so far, in order. */
  readonly requests: readonly Request[];
  /** Whether the armed request has arrived. */
  readonly isHit: boolean;
  close(): Promise<void>;
}

/** A proxy before a server on loopback that counts requests and applies one fault to one request. */
export async function faultProxy(server: string, target: string): Promise<FaultProxy> {
  let requests: Request[] = [];
  let armed: Parameters<FaultProxy['begin']>[0];
  let isHit = false;
  const url = () => `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const front = http.createServer(async (incoming, outgoing) => {
    try {
      const body = await bytesOf(incoming);
      const name = requestName(incoming.method ?? '', incoming.url ?? '', body.toString('utf8'));
      const request = { server, name, nth: requests.filter((earlier) => earlier.name === name).length + 1 };
      requests.push(request);
      const fault =
        !isHit && armed?.at.server === server && armed.at.name === name && armed.at.nth === request.nth
          ? armed.fault
          : undefined;
      if (fault) isHit = true;
      const ask = () => forward(target, url(), incoming, body);
      if (!fault) return send(outgoing, await ask());
      if (fault.ending === 'SIGKILL' || fault.ending === 'SIGINT') {
        // The org receives it as the process sent it. Whether the process gets the answer depends on timing.
        const asked = ask();
        armed?.signal(fault.ending);
        return send(outgoing, await asked);
      }
      const answer = fault.isCarriedOut ? await ask() : undefined;
      if (fault.ending === 'reset') return void incoming.socket.resetAndDestroy();
      if (fault.ending === 'hang') return undefined;
      if (fault.ending === 'cut' && answer) return sendCutAnswer(outgoing, answer);
      return send(
        outgoing,
        fault.answer?.(answer ?? { status: 200, contentType: 'application/json', body: '' }),
      );
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    url: url(),
    begin(next) {
      requests = [];
      armed = next;
      isHit = false;
    },
    get requests() {
      return requests;
    },
    get isHit() {
      return isHit;
    },
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        front.closeAllConnections();
      }),
  };
}

async function forward(
  target: string,
  own: string,
  incoming: http.IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers;
  const response = await fetch(target + incoming.url, {
    method: incoming.method ?? 'GET',
    headers: { ...(headers as Record<string, string>), 'accept-encoding': 'identity' },
    redirect: 'manual',
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? 'text/plain';
  return { status: response.status, contentType, body: text.replaceAll(target, own) };
}

function send(outgoing: http.ServerResponse, answer: Answer | undefined): void {
  if (!answer) return void outgoing.destroy();
  outgoing.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
}

/** Sends all headers and half of the body, then closes the connection. */
function sendCutAnswer(outgoing: http.ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  outgoing.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': Math.max(bytes.length, 2),
  });
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.socket?.destroy());
}

async function bytesOf(incoming: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
