import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

const rsaAlgorithm = 'RSA-OAEP-256';
const ellipticAlgorithm = 'ECDH-ES+A256KW';
export const recipientAlgorithms = [rsaAlgorithm, ellipticAlgorithm] as const;

export interface Recipient {
  readonly algorithm: (typeof recipientAlgorithms)[number];
  readonly key: KeyObject;
  /** JWK thumbprint (RFC 7638), which identifies the private key that opens the file. */
  readonly kid: string;
}

const ellipticCurves = ['prime256v1', 'secp384r1', 'secp521r1'];
const leastRsaBits = 2048;

/**
 * The recipient of a file: a PEM public key, RSA or elliptic curve.
 *
 * A certificate is refused: people could give an org's certificate by mistake, whose private key never leaves the org.
 *
 * Throws a KeywayError, ExportKeyUnfit.
 */
export async function recipientOf(publicKeyPem: string): Promise<Recipient> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(publicKeyPem))
    throw keyUnfit('This is a private key, but a file is sealed with a public key.', [
      'Use the public key: openssl pkey -in PRIVATE -pubout.',
    ]);
  if (publicKeyPem.includes('-----BEGIN CERTIFICATE'))
    throw keyUnfit(
      "This is a certificate. The private key of an org's certificate never leaves the org, so nobody could open the file.",
      ['Use a public key whose private key you have: openssl x509 -in CERTIFICATE -pubkey -noout.'],
    );
  const key = parsed(() => createPublicKey({ key: publicKeyPem, format: 'pem' }));
  if (key === undefined) throw keyUnfit("This isn't a public key in PEM.");
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
        ? 'The private key is encrypted, and its passphrase is missing.'
        : "The passphrase doesn't decrypt the private key.",
      { actions: ['Use the passphrase of the private key.'] },
    );
  throw new KeywayError('PrivateKeyUnreadable', "This isn't a private key in PEM.", {
    actions: ['Use the private key for the public key that the file was sealed with.'],
  });
}

/** Equal for a public key and its private key. */
export async function thumbprint(key: KeyObject): Promise<string> {
  const { calculateJwkThumbprint } = await import('jose');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return calculateJwkThumbprint(publicKey.export({ format: 'jwk' }));
}

function algorithmFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Recipient['algorithm'] {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa') {
    if (modulusLength >= leastRsaBits) return rsaAlgorithm;
    throw keyUnfit(`The RSA key has ${modulusLength} bits, but needs at least ${leastRsaBits}.`);
  }
  if (asymmetricKeyType === 'ec' && ellipticCurves.includes(namedCurve)) return ellipticAlgorithm;
  throw keyUnfit("keyway can't seal a file for this type of public key.");
}

function keyUnfit(
  why: string,
  actions: readonly string[] = ['Give an RSA, P-256, P-384 or P-521 public key in PEM.'],
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
