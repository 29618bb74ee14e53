import { connect as connectTcp } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';

/** What a connection shows before anything is sent. */
export type Connection =
  | { readonly kind: 'plain' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'no-tls'; readonly code: string }
  | TlsFacts;

export interface TlsFacts {
  readonly kind: 'tls';
  /** As in `TLSv1.3`. */
  readonly protocol: string;
  /** OpenSSL's name for what is wrong with the chain, as in `CERT_HAS_EXPIRED`. */
  readonly chainProblem: string | undefined;
  readonly nameFits: boolean;
  /** The names in the certificate. */
  readonly names: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/**
 * Connects and disconnects. This only reads the certificate: calls use their own connections, which fail if it
 * isn't valid.
 *
 * @param timeout milliseconds
 */
export function inspectConnection(
  url: URL,
  { timeout, ca }: { readonly timeout: number; readonly ca?: string | readonly string[] | undefined },
): Promise<Connection> {
  const { promise, resolve } = Promise.withResolvers<Connection>();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTls = url.protocol === 'https:';
  const port = Number(url.port) || (isTls ? 443 : 80);
  let connected = false;
  const socket = isTls
    ? connectTls({
        host,
        port,
        // Only a host name: RFC 6066, section 3, allows no addresses.
        servername: /^[\d.]+$|:/.test(host) ? '' : host,
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        ...(ca === undefined ? {} : { ca: ca as string }),
      })
    : connectTcp({ host, port });
  const end = (connection: Connection) => {
    clearTimeout(timer);
    resolve(connection);
    socket.destroy();
  };
  const timer = setTimeout(() => end({ kind: 'unreachable', code: 'ETIMEDOUT' }), timeout);
  socket.on('connect', () => {
    connected = true;
    if (!isTls) end({ kind: 'plain' });
  });
  socket.on('error', ({ code = 'failed' }: NodeJS.ErrnoException) => {
    // Any device on the path may reset a connection.
    const wasReset = !connected || code === 'ECONNRESET';
    end({ kind: wasReset ? 'unreachable' : 'no-tls', code });
  });
  socket.on('secureConnect', () => {
    const tls = socket as ReturnType<typeof connectTls>;
    const certificate = tls.getPeerCertificate();
    end({
      kind: 'tls',
      protocol: tls.getProtocol() ?? 'TLS',
      chainProblem: tls.authorized ? undefined : String(tls.authorizationError ?? 'not authorized'),
      nameFits: checkServerIdentity(host, certificate) === undefined,
      names: certificate.subjectaltname ?? String(certificate.subject?.CN ?? ''),
      validFrom: dateOf(certificate.valid_from),
      validTo: dateOf(certificate.valid_to),
    });
  });
  return promise;
}

/** An unreadable date counts as long past. */
function dateOf(text: string | undefined): Date {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}
