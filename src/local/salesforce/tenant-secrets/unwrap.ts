import { constants, createDecipheriv, createHash, privateDecrypt } from 'node:crypto';

/** An AES key wrap's alternative initial value, with padding (RFC 5649, section 3). */
const WRAP_PAD_IV = Buffer.from('A65959A6', 'hex');
/** SHA-1 first, because Salesforce's own script and CipherTrust use it (Salesforce Help, Bring Your Own Key). */
const OAEP_HASHES = ['sha1', 'sha256', 'sha512'] as const;

/** Decrypts RSA-OAEP with whichever digest was used, MGF1 with the same; undefined if none works. */
export const decryptOaep = (
  privateKey: string,
  encrypted: Buffer,
  hashes: readonly string[] = OAEP_HASHES,
): Buffer | undefined => {
  for (const oaepHash of hashes)
    try {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      return privateDecrypt({ key: privateKey, padding, oaepHash }, encrypted);
    } catch {
      // Another digest, another key and other bytes can't be distinguished.
    }
  return undefined;
};

/** PKCS#11 CKM_RSA_AES_KEY_WRAP: an AES key by RSA-OAEP, then the value by AES key wrap with padding. */
export const unwrapRsaAes = (privateKey: string, wrapped: Buffer): Buffer | undefined => {
  const rsaBytes = 512;
  const keyEncryptionKey = decryptOaep(privateKey, wrapped.subarray(0, rsaBytes));
  if (keyEncryptionKey?.length !== 32) return undefined;
  try {
    const decipher = createDecipheriv('id-aes256-wrap-pad', keyEncryptionKey, WRAP_PAD_IV);
    return Buffer.concat([decipher.update(wrapped.subarray(rsaBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
};

export const hashOf = (value: Buffer): string => createHash('sha256').update(value).digest('base64');
