import {
  constants,
  createCipheriv,
  createHash,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';

/** RSA-OAEP with SHA-1, as in CipherTrust and in Salesforce's own script (Salesforce Help, Bring Your Own Key). */
const oaep = (certificate: string, value: Buffer): Buffer =>
  publicEncrypt(
    {
      key: new X509Certificate(certificate).publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha1',
    },
    value,
  );

/** Types whose values are wrapped with AES first and have no hash (Salesforce Help, Bring Your Own Key). */
const ROOT_KEY_TYPES = ['SearchIndex', 'Database'];

export interface WrappedSecret {
  readonly SecretValue: string;
  readonly SecretValueHash?: string;
}

/** Wraps a secret of 32 bytes for a row of TenantSecret, in base64. */
export const wrapSecret = (type: string, secret: Buffer, certificate: string): WrappedSecret => {
  if (!ROOT_KEY_TYPES.includes(type))
    return {
      SecretValue: oaep(certificate, secret).toString('base64'),
      SecretValueHash: createHash('sha256').update(secret).digest('base64'),
    };
  const key = randomBytes(32);
  try {
    // RFC 5649, section 3: the initial value of AES key wrap with padding.
    const cipher = createCipheriv('id-aes256-wrap-pad', key, Buffer.from('A65959A6', 'hex'));
    const wrapped = Buffer.concat([oaep(certificate, key), cipher.update(secret), cipher.final()]);
    return { SecretValue: wrapped.toString('base64') };
  } finally {
    key.fill(0);
  }
};

/** Wraps a data key as compact JWE, for cache-only keys (Salesforce Help, Cache-Only Key Service). */
export const cacheOnlyJwe = (
  dataKey: Buffer,
  certificate: string,
  kid: string,
  requestId: string | undefined,
): string => {
  const header = { alg: 'RSA-OAEP', enc: 'A256GCM', kid, ...(requestId ? { jti: requestId } : {}) };
  const first = Buffer.from(JSON.stringify(header)).toString('base64url');
  const contentKey = randomBytes(32);
  try {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(first, 'ascii'));
    const content = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    const parts = [oaep(certificate, contentKey), iv, content, cipher.getAuthTag()];
    return [first, ...parts.map((part) => part.toString('base64url'))].join('.');
  } finally {
    contentKey.fill(0);
  }
};
