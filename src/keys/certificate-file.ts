import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

const getTheCertificate = 'Get the certificate from the org: keyway certificate get NAME.';

/**
 * The certificates of a file, in its order, at least one. Text around PEM blocks is passed over, as OpenSSL does.
 *
 * Throws a KeywayError, CertificateUnreadable.
 */
export function certificatesIn(pemOrDer: string | Buffer): readonly X509Certificate[] {
  const text = typeof pemOrDer === 'string' ? pemOrDer : pemOrDer.toString('latin1');
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)];
  // before anything is parsed: a certificate with its key in one file is refused, too
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) throw privateKeyRefused();
  if (blocks.length > 0) return blocks.map(([pem, label]) => certificateOf(pem, label));
  if (typeof pemOrDer === 'string') throw unreadable('It holds no certificate: PEM or DER is known.');
  return [fromDer(pemOrDer)];
}

function certificateOf(pem: string, label = ''): X509Certificate {
  if (/^(NEW )?CERTIFICATE REQUEST$/.test(label))
    throw unreadable('It is a request for a certificate, which an authority has not signed yet.', [
      'Have the authority sign it, and put the signed certificate into the org.',
    ]);
  if (label === 'PUBLIC KEY') throw unreadable('It is a public key without a certificate.');
  if (label !== 'CERTIFICATE') throw unreadable('It holds something else than certificates.');
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw unreadable('It is damaged.', [getTheCertificate], cause);
  }
}

function fromDer(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    if (isPrivateKey(der)) throw privateKeyRefused();
    if (isPublicKey(der)) throw unreadable('It is a public key without a certificate.');
    throw unreadable('It holds no certificate: PEM or DER is known.', [getTheCertificate], cause);
  }
}

function isPrivateKey(der: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) =>
    parses(() => createPrivateKey({ key: der, format: 'der', type })),
  );
}

function isPublicKey(der: Buffer): boolean {
  return parses(() => createPublicKey({ key: der, format: 'der', type: 'spki' }));
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function privateKeyRefused(): KeywayError {
  return unreadable('It holds a private key, which keyway does not need and should not be given.', [
    'Keep the private key where it belongs.',
    getTheCertificate,
  ]);
}

function unreadable(
  why: string,
  actions: readonly string[] = [getTheCertificate],
  cause?: unknown,
): KeywayError {
  return new KeywayError('CertificateUnreadable', `The certificate can't be read. ${why}`, {
    actions,
    ...(cause === undefined ? {} : { cause }),
  });
}
