import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalOrg } from '../../src/local/salesforce/index.ts';

/** A request as it went through the door. */
export interface CountedRequest {
  /** `GET /services/data/v66.0/query SELECT Id FROM …`, `POST /services/Soap/m/66.0 readMetadata`. */
  readonly name: string;
  /** Milliseconds by `performance.now()`. */
  readonly start: number;
  readonly end: number;
}

export interface Count {
  readonly requests: readonly CountedRequest[];
  /** The most requests of which each began after the one before had ended. */
  readonly inARow: number;
}

export interface CountedOrg {
  /** Where clients find the org. */
  readonly url: string;
  /** What a piece of work sends. */
  count(work: () => Promise<unknown>): Promise<Count>;
  close(): Promise<void>;
}

/**
 * A door before a local org that counts. It answers late: only so do requests that do not depend on each other overlap, and
 * those in a row are round trips that a client really waits for.
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

/** Whoever ends first and begins after the last one: no other choice makes a longer row. */
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
