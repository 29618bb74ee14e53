import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

const rsaAlgorithm = 'RSA-OAEP-256';
const ellipticAlgorithm = 'ECDH-ES+A256KW';
export const recipientAlgorithms = [rsaAlgorithm, ellipticAlgorithm] as const;

export interface Recipient {
  readonly algorithm: (typeof recipientAlgorithms)[number];
  readonly key: KeyObject;
  /** JWK thumbprint (RFC 7638), by which the private key that opens the file is known. */
  readonly kid: string;
}

const ellipticCurves = ['prime256v1', 'secp384r1', 'secp521r1'];
const leastRsaBits = 2048;

/**
 * Who a file is sealed for: a public key, PEM, RSA or of an elliptic curve.
 *
 * A certificate is refused: that of an org lies near at hand, and no private key ever comes out of an org.
 *
 * Throws a KeywayError, ExportKeyUnfit.
 */
export async function recipientOf(publicKeyPem: string): Promise<Recipient> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(publicKeyPem))
    throw keyUnfit('This is a private key; a file is sealed by the public one.', [
      'Give the public key: openssl pkey -in PRIVATE -pubout.',
    ]);
  if (publicKeyPem.includes('-----BEGIN CERTIFICATE'))
    throw keyUnfit(
      'This is a certificate; of an org’s, nobody has the private key that would open the file.',
      ['Give a public key whose private key you hold: openssl x509 -in CERTIFICATE -pubkey -noout.'],
    );
  const key = parsed(() => createPublicKey({ key: publicKeyPem, format: 'pem' }));
  if (key === undefined) throw keyUnfit('This is not a public key in PEM.');
  return { algorithm: algorithmFor(key), key, kid: await thumbprint(key) };
}

/**
 * The private key that opens a file.
 *
 * Throws a KeywayError: PrivateKeyUnreadable, PassphraseWrong for a key that is itself encrypted.
 */
export function openingKey(privateKeyPem: string, passphrase: string | undefined): KeyObject {
  const key = parsed(() =>
    createPrivateKey({
      key: privateKeyPem,
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    }),
  );
  if (key !== undefined) return key;
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(privateKeyPem))
    throw new KeywayError(
      'PassphraseWrong',
      passphrase === undefined
        ? 'The private key is encrypted, and no passphrase was given for it.'
        : 'The passphrase does not open the private key.',
      { actions: ['Give the passphrase of the private key.'] },
    );
  throw new KeywayError('PrivateKeyUnreadable', 'This is not a private key in PEM.', {
    actions: ['Give the private key that belongs to the public key the file was sealed for.'],
  });
}

/** The same of a public key and its private one. */
export async function thumbprint(key: KeyObject): Promise<string> {
  const { calculateJwkThumbprint } = await import('jose');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return calculateJwkThumbprint(publicKey.export({ format: 'jwk' }));
}

function algorithmFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Recipient['algorithm'] {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa') {
    if (modulusLength >= leastRsaBits) return rsaAlgorithm;
    throw keyUnfit(`The RSA key has ${modulusLength} bits; at least ${leastRsaBits} are needed.`);
  }
  if (asymmetricKeyType === 'ec' && ellipticCurves.includes(namedCurve)) return ellipticAlgorithm;
  throw keyUnfit('The public key is of a type that no file is sealed for.');
}

function keyUnfit(
  why: string,
  actions: readonly string[] = ['Give a public key of RSA, or of P-256, P-384 or P-521, in PEM.'],
): KeywayError {
  return new KeywayError('ExportKeyUnfit', why, { actions });
}

function parsed(parse: () => KeyObject): KeyObject | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
