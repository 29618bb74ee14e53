import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

const getTheCertificate = 'Get the certificate from the org: keyway certificate get NAME.';

/**
 * The certificates of a file in order, at least one. Text around PEM blocks is ignored, as OpenSSL does.
 *
 * Throws a KeywayError, CertificateUnreadable.
 */
export function certificatesIn(pemOrDer: string | Buffer): readonly X509Certificate[] {
  const text = typeof pemOrDer === 'string' ? pemOrDer : pemOrDer.toString('latin1');
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)];
  // Before parsing: a file with a certificate and its private key is refused, too.
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) throw privateKeyRefused();
  if (blocks.length > 0) return blocks.map(([pem, label]) => certificateOf(pem, label));
  if (typeof pemOrDer === 'string') throw unreadable('It contains no certificate in PEM or DER.');
  return [fromDer(pemOrDer)];
}

function certificateOf(pem: string, label = ''): X509Certificate {
  if (/^(NEW )?CERTIFICATE REQUEST$/.test(label))
    throw unreadable('It is a certificate request, which no authority has signed yet.', [
      'Have an authority sign it, and upload the signed certificate to the org.',
    ]);
  if (label === 'PUBLIC KEY') throw unreadable('It is a public key without a certificate.');
  if (label !== 'CERTIFICATE') throw unreadable('It contains something other than certificates.');
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
    throw unreadable('It contains no certificate in PEM or DER.', [getTheCertificate], cause);
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
  return unreadable("It contains a private key, which keyway doesn't need and shouldn't have.", [
    'Keep the private key out of this file.',
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
