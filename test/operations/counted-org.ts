import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalOrg } from '../../src/local/salesforce/index.ts';

/** A request that passed the proxy. */
export interface CountedRequest {
  /** As in `GET /services/data/v66.0/query SELECT Id FROM …` or `POST /services/Soap/m/66.0 readMetadata`. */
  readonly name: string;
  /** Milliseconds by `performance.now()`. */
  readonly start: number;
  readonly end: number;
}

export interface Count {
  readonly requests: readonly CountedRequest[];
  /** The longest sequence of requests in which each one began after the previous one had ended. */
  readonly inARow: number;
}

export interface CountedOrg {
  /** The URL for clients. */
  readonly url: string;
  /** Counts the requests of a function. */
  count(work: () => Promise<unknown>): Promise<Count>;
  close(): Promise<void>;
}

/**
 * A counting proxy before a local org. It delays answers, so that independent requests overlap, and sequential ones
 * are round trips that a client really waits for.
 */
export async function countedOrg(org: LocalOrg, { delay = 30 } = {}): Promise<CountedOrg> {
  let requests: CountedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const start = performance.now();
    const body = await bytesOf(incoming);
    await sleep(delay);
    const passed = send(
      `${org.url}${incoming.url}`,
      { method: incoming.method, headers: incoming.headers },
      async (answer) => {
        const bytes = await bytesOf(answer);
        requests.push({
          name: nameOf(incoming.method, incoming.url, body.toString()),
          start,
          end: performance.now(),
        });
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(bytes);
      },
    );
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: async (work) => {
      requests = [];
      await work();
      const made = requests.toSorted((left, right) => left.start - right.start);
      return { requests: made, inARow: longestRow(made) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Always picks the request that ends first among those that begin after the last one. No other choice gives a
 * longer sequence.
 */
function longestRow(requests: readonly CountedRequest[]): number {
  let end = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const request of requests.toSorted((left, right) => left.end - right.end)) {
    if (request.start < end) continue;
    end = request.end;
    count += 1;
  }
  return count;
}

function nameOf(method = '', url = '', body = ''): string {
  const call = /:?Body[^>]*>\s*<(\w+)[^>]*>(?:<type>(\w+))?/.exec(body);
  const said = call ? ` ${call.slice(1).filter(Boolean).join(' ')}` : '';
  return `${method} ${decodeURIComponent(url.replaceAll('+', ' '))}${said}`;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
