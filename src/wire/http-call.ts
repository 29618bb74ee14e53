import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HttpCall {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** In the order in which they are sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Milliseconds for the whole call. */
  readonly timeout: number;
  readonly ca?: string | readonly string[] | undefined;
}

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly statusCode: number;
  readonly contentEncoding: string | undefined;
  readonly body: Buffer;
  readonly elapsedMs: number;
}

/** Why there is no complete answer; `code` is Node's. Node's message isn't used, because it can quote what was sent. */
export interface NoAnswer {
  readonly kind: 'unreachable' | 'timeout' | 'too-large' | 'broken';
  readonly code: string;
  readonly elapsedMs: number;
}

/** Salesforce reads at most 6 MB (Apex Developer Guide, "Callout Limits and Limitations"). */
const maxBytes = 6_000_000;

/** Makes a call and reads its answer, on a new connection and without redirects. Never throws. */
export function callHttp({
  url,
  method,
  headers,
  body,
  timeout,
  ca,
}: HttpCall): Promise<HttpAnswer | NoAnswer> {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer | NoAnswer>();
  const start = performance.now();
  let connected = false;
  let answering = false;
  const elapsedMs = () => Math.round(performance.now() - start);
  const end = (kind: NoAnswer['kind'], code: string) => resolve({ kind, code, elapsedMs: elapsedMs() });
  const bytes = Buffer.from(body ?? '');
  // Node adds no Host to a list of headers.
  const sent = [
    ['Host', url.host],
    ...headers,
    ...(body === undefined ? [] : [['Content-Length', String(bytes.length)]]),
  ];
  try {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = request(url, {
      method,
      headers: sent.flat() as string[],
      agent: false,
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca: ca as string }),
    });
    const timer = setTimeout(() => {
      end(connected ? 'timeout' : 'unreachable', 'ETIMEDOUT');
      outgoing.destroy();
    }, timeout);
    outgoing.on('socket', (socket) => {
      socket.on('connect', () => {
        connected = true;
      });
    });
    outgoing.on('close', () => {
      clearTimeout(timer);
      // The end of the connection may be the normal end of an answer that has started.
      if (!answering) end('broken', 'ECONNRESET');
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      end(connected ? 'broken' : 'unreachable', error.code ?? 'failed'),
    );
    outgoing.on('upgrade', (_answer, socket) => {
      end('broken', 'upgrade');
      socket.destroy();
    });
    outgoing.on('response', async (incoming) => {
      answering = true;
      const read = await readBody(incoming);
      if (typeof read === 'string') end(read === 'too-large' ? read : 'broken', read);
      else {
        const { statusCode = 0, headers: answered } = incoming;
        const contentEncoding = answered['content-encoding'];
        resolve({ kind: 'answer', statusCode, contentEncoding, body: read, elapsedMs: elapsedMs() });
      }
      clearTimeout(timer);
      outgoing.destroy();
    });
    outgoing.end(bytes);
  } catch (error) {
    end('broken', (error as NodeJS.ErrnoException).code ?? 'failed');
  }
  return promise;
}

/** The body, or the reason why it is missing. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return 'too-large';
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'failed';
  }
}
