import { isIP } from 'node:net';
import tls from 'node:tls';
import { WireFault } from './wire-fault.ts';

/** Whether a certificate is valid for a host, by Node's check. */
export { checkServerIdentity as checkName } from 'node:tls';

/** Limits the wait, in milliseconds, and can abort it. */
export interface WaitLimits {
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROBE_TIMEOUT = 20_000;

/**
 * Reads the certificate that a server presents. Sends nothing and reads nothing else. The caller compares the
 * certificate with the pin; requests use other connections, which verify it.
 */
export function presentedCertificate(
  url: URL,
  { timeout = PROBE_TIMEOUT, signal }: WaitLimits,
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
