import { isIP } from 'node:net';
import tls from 'node:tls';
import { WireFault } from './wire-fault.ts';

/** Whether a certificate is for a host, as Node checks it. */
export { checkServerIdentity as checkName } from 'node:tls';

/** How long is waited for it, in milliseconds, and what ends it before. */
export interface Patience {
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROBE_TIMEOUT = 20_000;

/**
 * The certificate that a server shows. Nothing is sent and nothing else is read over this connection: it says only
 * which certificate is to be compared with the pin; every request goes over connections that are verified by it.
 */
export function presentedCertificate(
  url: URL,
  { timeout = PROBE_TIMEOUT, signal }: Patience,
): Promise<Buffer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const socket = tls.connect({
    host,
    port: Number(url.port || 443),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: false,
  });
  const fail = (code: string) => reject(new WireFault(code, url.host));
  const end = (code: string) => socket.destroy(Object.assign(new Error(code), { code }));
  socket.setTimeout(Math.min(timeout, PROBE_TIMEOUT), () => end('ETIMEDOUT'));
  const abort = () => end('ABORTED');
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'UNKNOWN'));
  socket.once('close', () => {
    signal?.removeEventListener('abort', abort);
    fail('ECONNRESET');
  });
  socket.once('secureConnect', () => {
    const { raw } = socket.getPeerCertificate();
    if (raw) resolve(raw);
    else fail('ERR_TLS_NO_CERTIFICATE');
    socket.destroy();
  });
  return promise;
}
