import {
  constants,
  createCipheriv,
  createHash,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { requireKeySize } from './key-material.ts';

/** Of RSA-OAEP; MGF1 has the same. */
export const oaepDigests = ['sha1', 'sha256', 'sha512'] as const;
export type OaepDigest = (typeof oaepDigests)[number];

/** What a TenantSecret is uploaded with; both base64, without line breaks. */
export interface WrappedTenantSecret {
  /** RSA-OAEP of the secret by the certificate's public key. */
  readonly secretValue: string;
  /** SHA-256 of the secret: the org decrypts the value and compares. */
  readonly secretValueHash: string;
}

/**
 * Wraps a customer's own tenant secret (Salesforce Help, "Generate a Tenant Secret"; reference, section 6.2). The secret
 * stays the caller's to wipe.
 *
 * Throws a KeywayError, KeySizeWrong.
 */
export function wrapTenantSecret(
  secret: Buffer,
  publicKey: KeyObject,
  digest: OaepDigest,
): WrappedTenantSecret {
  requireKeySize(secret);
  return {
    secretValue: encryptOaep(secret, publicKey, digest).toString('base64'),
    secretValueHash: createHash('sha256').update(secret).digest('base64'),
  };
}

/** An AES key wrap's alternative initial value, with padding (RFC 5649, section 3). */
const wrapPadIv = Buffer.from('A65959A6', 'hex');

/**
 * Wraps a root key, which is for the search index or the database: PKCS#11 CKM_RSA_AES_KEY_WRAP, an AES key by RSA-OAEP
 * and behind it the root key by AES key wrap with padding (RFC 5649). 552 bytes with an RSA key of 4096 bits; the org
 * takes no hash for it (reference, section 6.2).
 *
 * Throws a KeywayError, KeySizeWrong.
 */
export function wrapRootKey(
  secret: Buffer,
  publicKey: KeyObject,
  digest: OaepDigest,
): { readonly secretValue: string } {
  requireKeySize(secret);
  const keyEncryptionKey = randomBytes(32);
  try {
    const cipher = createCipheriv('id-aes256-wrap-pad', keyEncryptionKey, wrapPadIv);
    const wrapped = [encryptOaep(keyEncryptionKey, publicKey, digest), cipher.update(secret), cipher.final()];
    return { secretValue: Buffer.concat(wrapped).toString('base64') };
  } finally {
    keyEncryptionKey.fill(0);
  }
}

function encryptOaep(bytes: Buffer, publicKey: KeyObject, digest: OaepDigest): Buffer {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key: publicKey, padding, oaepHash: digest }, bytes);
}
