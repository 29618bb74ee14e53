import {
  constants,
  createCipheriv,
  createHash,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { requireKeySize } from './key-material.ts';

/** The digest of RSA-OAEP and of its MGF1. */
export const oaepDigests = ['sha1', 'sha256', 'sha512'] as const;
export type OaepDigest = (typeof oaepDigests)[number];

/** The fields of an uploaded TenantSecret; base64 without line breaks. */
export interface WrappedTenantSecret {
  /** RSA-OAEP of the secret by the certificate's public key. */
  readonly secretValue: string;
  /** SHA-256 of the secret, which the org compares with the decrypted value. */
  readonly secretValueHash: string;
}

/**
 * Wraps a customer's own tenant secret (Salesforce Help, "Generate a Tenant Secret"). The caller wipes the secret.
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

/** The alternative initial value of AES key wrap with padding (RFC 5649, section 3). */
const wrapPadIv = Buffer.from('A65959A6', 'hex');

/**
 * Wraps a root key for the search index or the database with PKCS#11 CKM_RSA_AES_KEY_WRAP: an AES key in RSA-OAEP, then
 * the root key in AES key wrap with padding (RFC 5649). 552 bytes with an RSA key of 4096 bits. Root keys have no hash.
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
