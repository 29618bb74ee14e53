import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from '../salesforce/certificates/der.ts';

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
  readonly certificate: string;
  /** PKCS#8. */
  readonly privateKey: string;
}

export interface Validity {
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** ecdsa-with-SHA256 (RFC 5758, section 3.2), because P-256 keys are generated much faster than RSA keys. */
const SIGNATURE = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** Creates a private certificate authority, as on an appliance without a public certificate. */
export const makeAuthority = (validity: Validity): KeyedCertificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = issue('Local CipherTrust CA', publicKey, 'Local CipherTrust CA', privateKey, validity, [
    critical('2.5.29.19', sequence(boolean(true))),
    // keyCertSign and cRLSign.
    critical('2.5.29.15', Buffer.from([0x03, 0x02, 0x01, 0x06])),
    extension('2.5.29.14', octetString(keyIdentifier(publicKey))),
  ]);
  return { certificate, privateKey: pkcs8(privateKey) };
};

/** Issues a server certificate for these host names and addresses. */
export const issueServerCertificate = (
  authority: KeyedCertificate,
  names: readonly string[],
  validity: Validity,
): KeyedCertificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = issue(
    names[0] ?? 'localhost',
    publicKey,
    'Local CipherTrust CA',
    authority.privateKey,
    validity,
    [
      critical('2.5.29.19', sequence()),
      // digitalSignature.
      critical('2.5.29.15', Buffer.from([0x03, 0x02, 0x07, 0x80])),
      // serverAuth.
      extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(...names.map(generalName))),
    ],
  );
  return { certificate, privateKey: pkcs8(privateKey) };
};

const issue = (
  subject: string,
  subjectKey: KeyObject,
  issuer: string,
  issuerKey: KeyObject | string,
  { notBefore, notAfter }: Validity,
  extensions: readonly Buffer[],
): string => {
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    SIGNATURE,
    commonName(issuer),
    sequence(time(notBefore), time(notAfter)),
    commonName(subject),
    subjectKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  const der = sequence(content, SIGNATURE, bitString(sign('sha256', content, issuerKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

const commonName = (name: string): Buffer =>
  sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(name))));

const extension = (oid: string, content: Buffer): Buffer =>
  sequence(objectIdentifier(oid), octetString(content));

const critical = (oid: string, content: Buffer): Buffer =>
  sequence(objectIdentifier(oid), boolean(true), octetString(content));

/** RFC 5280, section 4.2.1.6: dNSName is [2], iPAddress [7], both primitive; at most 127 bytes here. */
const generalName = (name: string): Buffer => {
  if (isIP(name) !== 4) return primitive(2, Buffer.from(name));
  return primitive(7, Buffer.from(name.split('.').map(Number)));
};

const primitive = (n: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x80 | n, content.length]), content]);

const keyIdentifier = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;
