import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';

/** The parts of a JWE before encryption. */
export interface Draft {
  readonly header: Readonly<Record<string, unknown>>;
  /** 32 bytes, or 16 for one that is deliberately too short. */
  readonly contentKey: Buffer;
  readonly dataKey: Buffer;
}

/**
 * Builds the five parts of a compact JWE (RFC 7516): the content key by RSA-OAEP with SHA-1, the data key by
 * AES-GCM with it (Salesforce Help, Cache-Only Key Service). Wipes both keys.
 */
export const jweParts = (draft: Draft, recipient: KeyObject): readonly string[] => {
  const { header, contentKey, dataKey } = draft;
  try {
    const first = base64url(JSON.stringify(header));
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const encryptedKey = publicEncrypt({ key: recipient, padding, oaepHash: 'sha1' }, contentKey);
    const iv = randomBytes(12);
    const cipher = createCipheriv(contentKey.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', contentKey, iv);
    cipher.setAAD(Buffer.from(first, 'ascii'));
    const content = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return [first, ...[encryptedKey, iv, content, cipher.getAuthTag()].map(base64url)];
  } finally {
    contentKey.fill(0);
    dataKey.fill(0);
  }
};

export const base64url = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64url');
