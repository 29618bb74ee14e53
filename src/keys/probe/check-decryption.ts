import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { unconfirmedStatus } from '../uncertain.ts';
import type { JweParts } from './check-parts.ts';
import { failed, notChecked, passed } from './findings.ts';
import type { ProbeCheck } from './types.ts';

/** Decrypts the key as Salesforce would, and wipes it at once. */
export function checkDecryption(parts: JweParts, privateKey: KeyObject | undefined): readonly ProbeCheck[] {
  if (!privateKey) {
    const why = 'no private key';
    return [notChecked('content-key', why), notChecked('data-key', why)];
  }
  const contentKey = unwrap(parts.encryptedKey, privateKey, 'sha1');
  try {
    if (contentKey?.length !== 32)
      return [
        failed('content-key', unconfirmedStatus.contentKey, contentKeyProblem(contentKey, parts, privateKey)),
      ];
    return [passed('content-key', 'decrypted to 32 bytes'), checkDataKey(parts, contentKey)];
  } finally {
    contentKey?.fill(0);
  }
}

function contentKeyProblem(contentKey: Buffer | undefined, parts: JweParts, privateKey: KeyObject): string {
  if (contentKey) return `the content key has ${contentKey.length} bytes, not 32`;
  // The most common mistake: RSA-OAEP stands for SHA-1 (RFC 7518, section 4.3).
  for (const digest of ['sha256', 'sha512'] as const) {
    const other = unwrap(parts.encryptedKey, privateKey, digest);
    if (!other) continue;
    other.fill(0);
    return `the content key is encrypted with OAEP and ${digest.toUpperCase()}, but RSA-OAEP means SHA-1`;
  }
  return "this private key doesn't decrypt the content key: it is damaged, or for another certificate";
}

function checkDataKey(parts: JweParts, contentKey: Buffer): ProbeCheck {
  const dataKey = decrypt(parts, contentKey, parts.header);
  if (dataKey) {
    const { length } = dataKey;
    dataKey.fill(0);
    if (length === 32) return passed('data-key', 'decrypted to 32 bytes, with a valid authentication tag');
    const message = `a data encryption key must have 32 bytes, but this one has ${length}`;
    return failed('data-key', 'INCORRECT_DATA_ENCRYPTION_KEY_SIZE', message);
  }
  const withoutHeader = decrypt(parts, contentKey, undefined);
  withoutHeader?.fill(0);
  const why = withoutHeader
    ? 'the header was not used as additional authenticated data'
    : 'the ciphertext, the header or the tag was changed';
  return failed('data-key', unconfirmedStatus.dataKey, `the authentication tag is wrong: ${why}`);
}

function unwrap(
  encrypted: Buffer,
  key: KeyObject,
  oaepHash: 'sha1' | 'sha256' | 'sha512',
): Buffer | undefined {
  try {
    return privateDecrypt({ key, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, encrypted);
  } catch {
    return undefined;
  }
}

function decrypt(
  { iv, ciphertext, tag }: JweParts,
  contentKey: Buffer,
  header: string | undefined,
): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', contentKey, iv, { authTagLength: 16 });
    if (header !== undefined) decipher.setAAD(Buffer.from(header, 'ascii'));
    decipher.setAuthTag(tag);
    const first = decipher.update(ciphertext);
    try {
      return Buffer.concat([first, decipher.final()]);
    } finally {
      first.fill(0);
    }
  } catch {
    return undefined;
  }
}
