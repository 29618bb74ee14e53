import { createHash, randomBytes } from 'node:crypto';
import { type OaepDigest, wrapTenantSecret } from '../keys/byok.ts';
import { parseCertificate } from '../keys/key-certificate.ts';
import { type Org, query, readCertificateChain, readCertificates } from '../salesforce/index.ts';
import { type Answer, ask } from './ask.ts';
import { certificateWith } from './components.ts';
import type { Need, Wire } from './fact.ts';

export const secretsPath = '/sobjects/TenantSecret';

export const insert = (org: Org, fields: Readonly<Record<string, unknown>>): Promise<Answer> =>
  ask(org, 'POST', secretsPath, { Description: 'KwConf', ...fields });

export const change = (org: Org, id: string, fields: Readonly<Record<string, unknown>>): Promise<Answer> =>
  ask(org, 'PATCH', `${secretsPath}/${id}`, fields);

export interface Secret {
  readonly Id: string;
  readonly Status: string;
  readonly Source: string | null;
  readonly KeyDerivationMode: string | null;
  readonly Description: string | null;
}

/** The tenant secrets of a type, oldest first. */
export const secretsOf = (org: Org, type: string): Promise<readonly Secret[]> =>
  query<Secret>(
    org,
    `SELECT Id, Status, Source, KeyDerivationMode, Description FROM TenantSecret WHERE Type = '${type}' ORDER BY Version`,
  );

/** Whether facts created a secret. Any other is never touched. */
const isOwnSecret = ({ Description }: Secret): boolean => Description === 'KwConf';

/** A new secret archives the active one of its type. */
export const noOtherKeys = (type: string): Need => ({
  lack: `The org has a key of type ${type} that keyway conformance didn't make.`,
  isMet: async (org) => (await secretsOf(org, type)).every(isOwnSecret),
});

/** An org requires a wait before the next secret of a type. */
export const noKeys = (type: string): Need => ({
  lack: `The org has a key of type ${type} already.`,
  isMet: async (org) => (await secretsOf(org, type)).length === 0,
});

/**
 * The active secret of a type that Salesforce generated for these facts. Creates it only if needed, because few can
 * be created in a day.
 */
export async function ensureSalesforceKey(org: Org, type: string): Promise<string | Answer> {
  const own = (await secretsOf(org, type)).find(
    (secret) => isOwnSecret(secret) && secret.Source === 'HSM' && secret.Status === 'ACTIVE',
  );
  if (own) return own.Id;
  const answer = await insert(org, { Type: type });
  return answer.status < 400 ? String(answer.body.id) : answer;
}

/** Creates a certificate that customers' keys can be wrapped for; returns the problem if the org refused it. */
export function keyCertificate({ deploy }: Wire, name: string, keySize = 4096): Promise<string | undefined> {
  return deploy(
    certificateWith(name, '', {
      encryptedWithPlatformEncryption: true,
      keySize,
      privateKeyExportable: false,
    }),
  );
}

/** The fields of an upload, wrapped for a certificate of the org. */
export async function wrapped(
  org: Org,
  certificate: string,
  digest: OaepDigest,
): Promise<Readonly<Record<'SecretValue' | 'SecretValueHash' | 'SecretValueCertificate', string>>> {
  const found = (await readCertificates(org)).find(({ name }) => name === certificate);
  const { publicKey } = parseCertificate(await readCertificateChain(org, found?.id ?? ''));
  const { secretValue, secretValueHash } = wrapTenantSecret(randomBytes(32), publicKey, digest);
  return {
    SecretValue: secretValue,
    SecretValueHash: secretValueHash,
    SecretValueCertificate: certificate,
  };
}

export const anotherHash = (): string => createHash('sha256').update(randomBytes(32)).digest('base64');
