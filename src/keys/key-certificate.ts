import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';
import { certificatesIn } from './certificate-file.ts';

/** A certificate that keys are wrapped for. */
export interface KeyCertificate {
  /** The whole chain, the certificate itself first, with LF. */
  readonly pem: string;
  /** `CN=AcmeByok, O=…`, as in the certificate; show it with `printable` only. */
  readonly subject: string;
  /** Hexadecimal, upper-case. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** As node:crypto calls it: `rsa`, `ec`, … */
  readonly keyType: string;
  /** The bits of the RSA modulus; undefined for other keys. */
  readonly bits: number | undefined;
  /** SHA-256 of the certificate's DER, as `openssl x509 -fingerprint -sha256` shows it; hexadecimal, lower-case, no colons. */
  readonly sha256: string;
  /** SHA-256 of the DER of all certificates in order; for a single certificate, its `sha256`. */
  readonly chainSha256: string;
  readonly publicKey: KeyObject;
}

/** Salesforce requires RSA with 4096 bits (Salesforce Help, "Generate a BYOK-Compatible Certificate"). */
const keyBits = 4096;

/**
 * Reads a certificate, or a chain with the certificate itself first: PEM, or a single one as DER.
 *
 * Throws a KeywayError, CertificateUnreadable, which says if it is a private key or a request instead.
 */
export function parseCertificate(pemOrDer: string | Buffer): KeyCertificate {
  const chain = certificatesIn(pemOrDer);
  const [leaf] = chain as [X509Certificate];
  if (chain.some((other) => !other.raw.equals(leaf.raw) && other.checkIssued(leaf)))
    throw new KeywayError(
      'CertificateUnreadable',
      'The first certificate of the chain is the issuer of another one in it.',
      { actions: ['Put the certificate itself first, followed by its issuers.'] },
    );
  const publicKey = publicKeyOf(leaf);
  return {
    pem: chain.map(String).join(''),
    subject: leaf.subject.split('\n').join(', '),
    serialNumber: leaf.serialNumber,
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
    keyType: publicKey.asymmetricKeyType ?? 'unknown',
    bits: publicKey.asymmetricKeyDetails?.modulusLength,
    sha256: sha256([leaf]),
    chainSha256: sha256(chain),
    publicKey,
  };
}

/**
 * Throws a KeywayError, CertificateUnfit, with every problem: no RSA key, not 4096 bits, not yet valid, expired.
 */
export function requireKeyCertificate(certificate: KeyCertificate, now: Date): void {
  const problems = [...keyProblems(certificate), ...timeProblems(certificate, now)];
  if (problems.length > 0)
    throw new KeywayError(
      'CertificateUnfit',
      `No key can be wrapped for the certificate: ${problems.map(({ problem }) => problem).join('; ')}.`,
      { actions: [...new Set(problems.map(({ remedy }) => remedy))] },
    );
}

/** Whole days until the certificate expires; negative after that. */
export function daysLeft({ notAfter }: Pick<KeyCertificate, 'notAfter'>, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / (24 * 60 * 60 * 1000));
}

interface CertificateProblem {
  readonly problem: string;
  readonly remedy: string;
}

const makeAnother = `Create a certificate with an RSA key of ${keyBits} bits, and use that one.`;

function keyProblems({ keyType, bits }: KeyCertificate): readonly CertificateProblem[] {
  if (keyType !== 'rsa') return [{ problem: `its key is of type ${keyType}, not rsa`, remedy: makeAnother }];
  if (bits !== keyBits) return [{ problem: `its key has ${bits} bits, not ${keyBits}`, remedy: makeAnother }];
  return [];
}

function timeProblems({ notBefore, notAfter }: KeyCertificate, now: Date): readonly CertificateProblem[] {
  if (now < notBefore)
    return [
      {
        problem: `it is not valid before ${notBefore.toISOString()}`,
        remedy: 'Wait until it is valid, or correct the clock of this machine.',
      },
    ];
  if (now > notAfter)
    return [
      {
        problem: `it expired on ${notAfter.toISOString()}`,
        remedy: 'Create a certificate under another name, and use that one.',
      },
    ];
  return [];
}

function publicKeyOf(certificate: X509Certificate): KeyObject {
  try {
    return certificate.publicKey;
  } catch (cause) {
    throw new KeywayError('CertificateUnreadable', 'The public key of the certificate has an unknown type.', {
      actions: [makeAnother],
      cause,
    });
  }
}

function sha256(certificates: readonly X509Certificate[]): string {
  const hash = createHash('sha256');
  for (const { raw } of certificates) hash.update(raw);
  return hash.digest('hex');
}
