import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  explicit,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

const SHA256_WITH_RSA = sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing());

/** In the order of Salesforce's own names. */
const ATTRIBUTES = {
  CN: '2.5.4.3',
  OU: '2.5.4.11',
  O: '2.5.4.10',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  C: '2.5.4.6',
};
export type Subject = Readonly<Partial<Record<keyof typeof ATTRIBUTES, string>>>;

export interface CertificateFacts {
  readonly subject: Subject;
  /** An RSA key. */
  readonly privateKey: KeyObject;
  /** At most 20 bytes. */
  readonly serialNumber: Uint8Array;
  /** Milliseconds since 1970. Certificates store whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Creates a self-signed certificate (RFC 5280), PEM. */
export const selfSignedCertificate = (facts: CertificateFacts): string => {
  const { subject, privateKey, serialNumber, notBefore, notAfter } = facts;
  const publicKey = publicKeyInfo(privateKey);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber),
    SHA256_WITH_RSA,
    name(subject),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKey,
    explicit(3, extensions(publicKey)),
  );
  return pem('CERTIFICATE', signed(toBeSigned, privateKey));
};

/** Creates a certificate signing request (RFC 2986), PEM. */
export const certificateRequest = ({
  subject,
  privateKey,
}: Pick<CertificateFacts, 'subject' | 'privateKey'>): string => {
  const toBeSigned = sequence(
    integer(Buffer.from([0])),
    name(subject),
    publicKeyInfo(privateKey),
    explicit(0),
  );
  return pem('CERTIFICATE REQUEST', signed(toBeSigned, privateKey));
};

const signed = (content: Buffer, privateKey: KeyObject): Buffer =>
  sequence(content, SHA256_WITH_RSA, bitString(sign('sha256', content, privateKey)));

const publicKeyInfo = (privateKey: KeyObject): Buffer =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'der' });

const name = (subject: Subject): Buffer =>
  sequence(
    ...Object.entries(ATTRIBUTES).flatMap(([attribute, oid]) => {
      const value = subject[attribute as keyof Subject];
      return value === undefined ? [] : [set(sequence(objectIdentifier(oid), utf8String(value)))];
    }),
  );

/** basicConstraints of an authority, critical; subjectKeyIdentifier, the SHA-1 of the key (RFC 5280, section 4.2.1). */
const extensions = (publicKey: Buffer): Buffer => {
  const keyIdentifier = createHash('sha1').update(publicKey).digest();
  return sequence(
    sequence(objectIdentifier('2.5.29.19'), boolean(true), octetString(sequence(boolean(true)))),
    sequence(objectIdentifier('2.5.29.14'), octetString(octetString(keyIdentifier))),
  );
};

const pem = (label: string, der: Buffer): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
};
