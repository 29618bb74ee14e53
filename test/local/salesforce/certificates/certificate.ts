import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client, DeployAnswer, Files } from '../client.ts';
import { packageXml } from '../samples.ts';

let read: string | undefined;

/** A private key of 4096 bits, PKCS#8 as PEM. Taken from the vectors, because generating one takes a second or more. */
export const privateKey = (): string => {
  read ??= readFileSync('fixtures/vectors/private-key.pem', 'utf8');
  return read;
};

/**
 * A public key of 4096 bits without an owner: its modulus is random, and nobody knows its factors. It represents
 * another recipient's key.
 */
export const unrelatedKey = (): KeyObject => {
  const modulus = randomBytes(512);
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  modulus.writeUInt8(modulus.readUInt8(511) | 1, 511);
  return createPublicKey({ key: { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' }, format: 'jwk' });
};

const element = ([name, value]: [string, string | number | boolean]): string =>
  `    <${name}>${value}</${name}>\n`;

const document = (root: string, fields: Readonly<Record<string, string | number | boolean>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${Object.entries(fields).map(element).join('')}</${root}>\n`;

/** A certificate for customer-supplied keys (salesforce.md, section 6.1). */
export const certificate = (fields: Readonly<Record<string, string | number | boolean>> = {}): string =>
  document('Certificate', {
    caSigned: false,
    encryptedWithPlatformEncryption: true,
    keySize: 4096,
    masterLabel: 'Acme BYOK',
    privateKeyExportable: false,
    ...fields,
  });

export const certificateFiles = (content = certificate(), more: Files = {}): Files => ({
  'package.xml': packageXml(['Certificate/AcmeByok']),
  'certs/AcmeByok.crt-meta.xml': content,
  ...more,
});

export const settings = (fields: Readonly<Record<string, boolean>>): Files => ({
  'package.xml': packageXml(['Settings/EncryptionKey']),
  'settings/EncryptionKey.settings': document('EncryptionKeySettings', fields),
});

/** Deploys, and throws if the deploy fails. */
export const deployed = async (client: Client, files: Files): Promise<DeployAnswer> => {
  const answer = await client.deploy(files);
  if (answer.status !== 'Succeeded') throw new Error(JSON.stringify(answer.failures));
  return answer;
};

/** The certificate chain from the Tooling API, PEM. */
export const chainOf = async ({ org, toolingQuery }: Client, name = 'AcmeByok'): Promise<string> => {
  const { body } = await toolingQuery(`SELECT Id FROM Certificate WHERE DeveloperName = '${name}'`);
  const path = `/services/data/v66.0/tooling/sobjects/Certificate/${body.records[0].Id}/CertificateChain`;
  const response = await fetch(org.url + path, { headers: { authorization: `Bearer ${org.accessToken}` } });
  return response.text();
};
