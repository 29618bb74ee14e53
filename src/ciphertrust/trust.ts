import { createHash, X509Certificate } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';
import { checkName, presentedCertificate, type WaitLimits } from '../wire/presented-certificate.ts';
import type { TlsTrust } from '../wire/transport.ts';
import { WireFault } from '../wire/wire-fault.ts';

export interface Trust {
  /** PEM certificates of private authorities. If set, public authorities aren't trusted. */
  readonly ca?: string | undefined;
  /** SHA-256 of the server's own certificate, in the form of `fingerprintOf`. */
  readonly fingerprint?: string | undefined;
}

/**
 * How a server must prove its identity: by a certificate from a public authority, or from the given private one.
 * With a fingerprint, it must also be exactly that certificate. With only a fingerprint, the matching certificate
 * is the only trusted authority, so that an appliance with a self-signed certificate can be reached. Its name and
 * dates are always checked, and nothing can turn all checks off.
 */
export async function tlsTrust(
  url: URL,
  { ca, fingerprint, timeout, signal }: Trust & WaitLimits,
): Promise<TlsTrust> {
  // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise turn it off.
  const verified = { rejectUnauthorized: true } as const;
  if (fingerprint === undefined) return ca === undefined ? verified : { ...verified, ca };
  const checkServerIdentity: TlsTrust['checkServerIdentity'] = (host, certificate) => {
    const mismatch = checkName(host, certificate);
    if (mismatch) return mismatch;
    return sha256(certificate.raw) === fingerprint ? undefined : mismatchFault(url);
  };
  if (ca !== undefined) return { ...verified, ca, checkServerIdentity };
  const pinned = await presentedCertificate(url, { timeout, signal });
  if (sha256(pinned) !== fingerprint) throw mismatchFault(url);
  const pem = new X509Certificate(pinned).toString();
  return { ...verified, ca: pem, allowPartialTrustChain: true, checkServerIdentity };
}

/**
 * Normalises a copied fingerprint: 64 hexadecimal digits, with or without colons.
 *
 * @throws KeywayError `FingerprintInvalid`
 */
export function fingerprintOf(text: string): string {
  const digits = text
    .replace(/^sha256[:=]/i, '')
    .replaceAll(':', '')
    .toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new KeywayError('FingerprintInvalid', 'The fingerprint is not a SHA-256: 64 hexadecimal digits.', {
    actions: ['To print it: openssl x509 -in server.pem -noout -fingerprint -sha256'],
  });
}

/** @throws KeywayError `CaFileInvalid` */
export function requireCertificates(pem: string, file: string): string {
  try {
    const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    for (const certificate of found) new X509Certificate(certificate);
    if (found.length > 0) return pem;
  } catch {
    // Reported below.
  }
  throw new KeywayError('CaFileInvalid', `${file} has no readable certificate.`, {
    actions: ['Use the certificate of the authority as PEM: -----BEGIN CERTIFICATE-----'],
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function mismatchFault({ host }: URL): WireFault {
  return new WireFault('FINGERPRINT_MISMATCH', host);
}
