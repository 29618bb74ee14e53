import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import tls from 'node:tls';
import type { CalloutResponse } from '../apex/index.ts';
import { ours } from '../api-error.ts';
import { CalloutProblem, calloutNotEmulated, calloutRefused } from './problem.ts';

export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Limit for the whole call, in milliseconds. */
  readonly timeout: number;
  /** PEM certificates of authorities to trust in addition to the public ones. */
  readonly trustedCa: readonly string[];
}

/** Apex Developer Guide, "Callout Limits and Limitations": 6 MB for a request or a response, at most 120 seconds. */
const MAX_BYTES = 6_000_000;
const MAX_TIMEOUT = 120_000;

/** Apex Reference Guide, HttpRequest.setMethod. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

/** Headers that the message itself determines, whatever Apex sets. */
const OWN_HEADERS = ['connection', 'content-length', 'host', 'transfer-encoding'];

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

/** Makes a call, only to this machine. Doesn't follow redirects. Throws a CalloutProblem. */
export const send = async (call: HttpCall): Promise<CalloutResponse> => {
  const { url, method } = call;
  if (!METHODS.includes(method)) throw calloutRefused('the method is none that HTTP callouts have');
  if (call.timeout < 1 || call.timeout > MAX_TIMEOUT)
    throw calloutRefused(`the timeout is not from 1 to ${MAX_TIMEOUT} milliseconds`);
  if (Buffer.byteLength(call.body) > MAX_BYTES)
    throw calloutRefused(`the body is larger than ${MAX_BYTES} bytes`);
  if (!isLoopback(url))
    throw calloutNotEmulated(`a callout to ${url.host}`, 'the local org calls loopback only');
  return exchange(call);
};

const exchange = ({ url, method, headers, body, timeout, trustedCa }: HttpCall): Promise<CalloutResponse> => {
  const { promise, resolve, reject } = Promise.withResolvers<CalloutResponse>();
  const own = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  const bytes = Buffer.from(body);
  const hasBody = bytes.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  try {
    const outgoing = request(url, {
      method,
      agent: false,
      // For https only. By default, Node trusts the public authorities.
      ...(trustedCa.length > 0 ? { ca: [...tls.rootCertificates, ...trustedCa] } : {}),
      headers: { ...Object.fromEntries(own), ...(hasBody ? { 'Content-Length': bytes.length } : {}) },
    });
    const timer = setTimeout(
      () => outgoing.destroy(new CalloutProblem('timeout', 'Read timed out')),
      timeout,
    );
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', (error) => reject(problemOf(error, url)));
    outgoing.on('upgrade', (_incoming, socket) => {
      socket.destroy();
      reject(calloutRefused('the answer changes to another protocol'));
    });
    outgoing.on('response', (incoming) =>
      read(incoming).then(resolve, (error) => {
        outgoing.destroy();
        reject(problemOf(error, url));
      }),
    );
    outgoing.end(bytes);
  } catch (error) {
    reject(problemOf(error as Error, url));
  }
  return promise;
};

const read = async (incoming: IncomingMessage): Promise<CalloutResponse> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new CalloutProblem(
        'unreachable',
        `Exceeded max size limit of ${MAX_BYTES} with response size ${size}`,
      );
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] as string;
    const value = incoming.rawHeaders[i + 1] as string;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return {
    statusCode: incoming.statusCode ?? 0,
    status: incoming.statusMessage ?? '',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

/** Node's message can quote a header, so only its code is used. */
const problemOf = (error: Error, { host }: URL): CalloutProblem => {
  if (error instanceof CalloutProblem) return error;
  const { code = 'failed' } = error as NodeJS.ErrnoException;
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN')
    return calloutRefused('a header holds a line break or another character that headers cannot hold');
  return new CalloutProblem('unreachable', ours(`${host} did not answer: ${code}`));
};
