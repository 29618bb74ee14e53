import { generateKeyPairSync } from 'node:crypto';
import type { Client, DeployAnswer, Files } from '../client.ts';
import { packageXml } from '../samples.ts';

let made: string | undefined;

/** A private key of 4096 bits, PKCS#8; made once, it takes a second. */
export const privateKey = (): string => {
  made ??= generateKeyPairSync('rsa', {
    modulusLength: 4096,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
  return made;
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

/** Deploys, and throws if that fails. */
export const deployed = async (client: Client, files: Files): Promise<DeployAnswer> => {
  const answer = await client.deploy(files);
  if (answer.status !== 'Succeeded') throw new Error(JSON.stringify(answer.failures));
  return answer;
};

/** The certificate that Tooling gives to be trusted, PEM. */
export const chainOf = async ({ org, toolingQuery }: Client, name = 'AcmeByok'): Promise<string> => {
  const { body } = await toolingQuery(`SELECT Id FROM Certificate WHERE DeveloperName = '${name}'`);
  const path = `/services/data/v66.0/tooling/sobjects/Certificate/${body.records[0].Id}/CertificateChain`;
  const response = await fetch(org.url + path, { headers: { authorization: `Bearer ${org.accessToken}` } });
  return response.text();
};
