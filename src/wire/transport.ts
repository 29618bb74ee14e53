import http from 'node:http';
import https from 'node:https';
import { WireFault } from './wire-fault.ts';

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Limit for the whole exchange, in milliseconds. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The raw body, for content that isn't text. */
  readonly bytes: Buffer;
}

export interface Transport {
  /** Sends one request, once. Any status counts as an answer; throws {@link WireFault} if there is none. */
  send(request: WireRequest): Promise<WireAnswer>;
  close(): void;
}

/**
 * Certificate requirements for an https server, in addition to a public authority or instead of one; Node's own
 * options.
 */
export type TlsTrust = Pick<
  https.AgentOptions,
  'ca' | 'allowPartialTrustChain' | 'checkServerIdentity' | 'rejectUnauthorized'
>;

const DEFAULT_TIMEOUT = 60_000;
/** Salesforce never sends more: a retrieve is limited to 400 MB unzipped, 39 MB zipped. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * All network access goes through this function. It uses Node's own client instead of jsforce's. That one sends
 * requests for the local org to a proxy too (it doesn't know NO_PROXY), retries by itself for 15 seconds, follows
 * redirects with the session in the headers, and ends the process when a connection breaks inside an answer.
 */
export function createTransport(env: NodeJS.ProcessEnv = process.env, tls: TlsTrust = {}): Transport {
  const agents = new Map<string, http.Agent>();
  const agentFor = (url: URL): http.Agent => {
    const direct = isLoopback(url.hostname);
    const key = `${url.protocol}${direct}`;
    let agent = agents.get(key);
    if (agent === undefined) {
      const options = { keepAlive: true, ...(direct ? {} : { proxyEnv: env }) };
      agent = url.protocol === 'https:' ? new https.Agent({ ...tls, ...options }) : new http.Agent(options);
      agents.set(key, agent);
    }
    return agent;
  };
  return {
    send: (request) => exchange(request, agentFor(new URL(request.url))),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

/** Sends like `transport`, until the signal aborts all running requests and refuses later ones. */
export function interruptible(transport: Transport, signal: AbortSignal | undefined): Transport {
  if (signal === undefined) return transport;
  const both = (own: AbortSignal | undefined) => (own ? AbortSignal.any([own, signal]) : signal);
  return {
    send: (request) => transport.send({ ...request, signal: both(request.signal) }),
    close: () => transport.close(),
  };
}

/** Whether a host, as in `URL`, is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function exchange(request: WireRequest, agent: http.Agent): Promise<WireAnswer> {
  const url = new URL(request.url);
  const deadline = AbortSignal.timeout(request.timeout ?? DEFAULT_TIMEOUT);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const code = deadline.aborted
        ? 'ETIMEDOUT'
        : request.signal?.aborted
          ? 'ABORTED'
          : codeOf(error) || 'UNKNOWN';
      reject(new WireFault(code, url.host));
    };
    const outgoing = client.request(
      url,
      { method: request.method, headers: { ...request.headers }, agent, signal },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_ANSWER_BYTES) incoming.destroy(new WireFault('ANSWER_TOO_LARGE', url.host));
          else chunks.push(chunk);
        });
        incoming.on('error', fail);
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: singleHeaders(incoming.headers),
            body: bytes.toString('utf8'),
            bytes,
          });
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.end(request.body);
  });
}

function singleHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Node wraps several failed addresses in one AggregateError. The code may be on its parts. */
function codeOf(error: Error & { code?: string; errors?: readonly { code?: string }[] }): string | undefined {
  return error.code ?? error.errors?.[0]?.code;
}
