import { createDecipheriv } from 'node:crypto';
import { ours } from '../api-error.ts';
import { decryptOaep } from '../tenant-secrets/unwrap.ts';
import { UNCONFIRMED_STATUS } from '../uncertain.ts';
import { RemoteKeyProblem } from './problem.ts';

export interface Expected {
  readonly kid: string;
  /** The identifier of this request, with replay detection. */
  readonly jti: string | undefined;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
}

const malformed = (why: string): RemoteKeyProblem =>
  new RemoteKeyProblem(UNCONFIRMED_STATUS.malformedJwe, ours(`the JWE is malformed: ${why}`));

/**
 * Opens the compact JWE of a cache-only key and returns the data encryption key (Salesforce Help, Cache-Only Key
 * Service). Throws a RemoteKeyProblem with the StatusCode of the first problem.
 */
export const openJwe = (jwe: string, expected: Expected): Buffer => {
  const parts = jwe.split('.');
  if (parts.length !== 5) throw malformed(`it has ${parts.length} parts, not 5`);
  if (!parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) throw malformed('a part is no base64url');
  const [header = '', ...rest] = parts;
  checkHeader(header, expected);
  const [encryptedKey, iv, content, tag] = rest.map((part) => Buffer.from(part, 'base64url')) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  if (iv.length !== 12) throw malformed(`the initialization vector is of ${iv.length} bytes, not 12`);
  if (tag.length !== 16) throw malformed(`the authentication tag is of ${tag.length} bytes, not 16`);
  const contentKey = decryptOaep(expected.privateKey, encryptedKey, ['sha1']);
  if (contentKey?.length !== 32)
    throw new RemoteKeyProblem(
      UNCONFIRMED_STATUS.malformedContentKey,
      ours("the content encryption key can't be decrypted to 32 bytes by the certificate's key"),
    );
  const key = decryptContent(contentKey, iv, Buffer.from(header, 'ascii'), content, tag);
  if (key.length !== 32)
    throw new RemoteKeyProblem(
      'INCORRECT_DATA_ENCRYPTION_KEY_SIZE',
      `Data encryption keys encoded in a JWE must be 32 bytes. Yours is ${key.length} bytes.`,
      { value: key.length },
    );
  return key;
};

const decryptContent = (key: Buffer, iv: Buffer, header: Buffer, content: Buffer, tag: Buffer): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAAD(header).setAuthTag(tag);
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch {
    throw new RemoteKeyProblem(
      UNCONFIRMED_STATUS.malformedDataKey,
      ours("the data encryption key can't be decrypted: its authentication tag does not fit"),
    );
  } finally {
    key.fill(0);
  }
};

const checkHeader = (encoded: string, { kid, jti }: Expected): void => {
  const header = parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  const names = ['alg', 'enc', 'kid', ...(jti === undefined ? [] : ['jti'])];
  const found = Object.keys(header);
  if (found.length !== names.length || !names.every((name) => found.includes(name)))
    throw new RemoteKeyProblem(
      'ILLEGAL_PARAMETERS_IN_JWE_HEADER',
      `Your JWE header must use ${names.join(', ')}, but no others. Found: ${found.join(', ').slice(0, 200)}.`,
      { expected: names.join(', '), found: found.join(', ').slice(0, 200) },
    );
  const shown = (value: unknown): string => String(value).slice(0, 100);
  if (header.alg !== 'RSA-OAEP')
    throw new RemoteKeyProblem(
      'INCORRECT_ALGORITHM_IN_JWE_HEADER',
      `The remote key service returned a JWE header that specified an unsupported algorithm (alg): ${shown(header.alg)}.`,
      { algorithm: shown(header.alg) },
    );
  if (header.enc !== 'A256GCM')
    throw new RemoteKeyProblem(
      UNCONFIRMED_STATUS.incorrectEncryption,
      ours(`the JWE header has enc ${shown(header.enc)}, not A256GCM`),
      { algorithm: shown(header.enc) },
    );
  if (header.kid !== kid)
    throw new RemoteKeyProblem(
      UNCONFIRMED_STATUS.incorrectKeyIdInHeader,
      ours(`the JWE header has kid ${shown(header.kid)}, not ${kid}`),
    );
  if (header.jti !== jti)
    throw new RemoteKeyProblem(
      UNCONFIRMED_STATUS.incorrectRequestId,
      ours('the JWE header has a jti that is not the identifier of the request'),
    );
};

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    // Reported below.
  }
  throw malformed('the header is no JSON object');
};
