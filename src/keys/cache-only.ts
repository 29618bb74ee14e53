import { type KeyObject, randomBytes } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';
import { requireKeyIdentifier } from './identifier.ts';
import { dataKeyBytes, requireKeySize } from './key-material.ts';

/** What a key service answers with (Salesforce Help, "Cache-Only Keys"; reference, section 6.3). */
export interface CacheOnlyKey {
  /** The key's identifier, `RemoteKeyIdentifier` in the org. */
  readonly kid: string;
  /** Compact JWE, five parts. */
  readonly jwe: string;
}

export interface CacheOnlyKeyParts {
  /** 32 bytes; the caller's to wipe. */
  readonly dataKey: Buffer;
  /** Of the org's certificate. */
  readonly publicKey: KeyObject;
  /** Letters, digits, `.`, `_`, `-`. */
  readonly identifier: string;
  /** With replay detection: the `requestId` that the org asked with, which becomes `jti`. */
  readonly requestId?: string | undefined;
}

const alg = 'RSA-OAEP'; // with SHA-1 in JOSE (RFC 7518, section 4.3), as Salesforce wants it
const enc = 'A256GCM';

/**
 * Wraps a data encryption key as a key service hands it out: its header has `alg`, `enc`, `kid`, and `jti` when a
 * request is given, and nothing else, since Salesforce refuses any other parameter.
 *
 * Throws a KeywayError: KeySizeWrong, KeyIdentifierWrong.
 */
export async function makeCacheOnlyKey(parts: CacheOnlyKeyParts): Promise<CacheOnlyKey> {
  const { dataKey, publicKey, identifier, requestId } = parts;
  requireKeySize(dataKey);
  requireKeyIdentifier(identifier);
  const { CompactEncrypt } = await import('jose');
  const header = { alg, enc, kid: identifier, ...(requestId === undefined ? {} : { jti: requestId }) };
  // ours instead of one that jose makes, so that it can be wiped
  const contentKey = randomBytes(32);
  try {
    const jwe = await new CompactEncrypt(dataKey)
      .setProtectedHeader(header)
      .setContentEncryptionKey(contentKey)
      .encrypt(publicKey);
    return { kid: identifier, jwe };
  } finally {
    contentKey.fill(0);
  }
}

/**
 * Opens a cache-only key with the certificate's private key, as far as Salesforce would: exact header, `kid`, sizes,
 * authentication tag. `jti` is for the caller to compare. What is returned is the caller's to wipe.
 *
 * Throws a KeywayError: CacheOnlyKeyUnreadable, KeySizeWrong.
 */
export async function openCacheOnlyKey({ kid, jwe }: CacheOnlyKey, privateKey: KeyObject): Promise<Buffer> {
  const { compactDecrypt } = await import('jose');
  const opened = await compactDecrypt(jwe, privateKey, {
    keyManagementAlgorithms: [alg],
    contentEncryptionAlgorithms: [enc],
  }).catch((cause: unknown) => {
    throw unreadable("The JWE can't be opened with the private key.", cause);
  });
  const dataKey = Buffer.from(
    opened.plaintext.buffer,
    opened.plaintext.byteOffset,
    opened.plaintext.byteLength,
  );
  try {
    requireHeader(opened.protectedHeader, kid);
    requireKeySize(dataKey);
    return dataKey;
  } catch (error) {
    dataKey.fill(0);
    throw error;
  }
}

function requireHeader(header: Readonly<Record<string, unknown>>, kid: string): void {
  const known = ['alg', 'enc', 'kid', 'jti'];
  if (!Object.keys(header).every((name) => known.includes(name)))
    throw unreadable(`The JWE's header has parameters beside ${known.join(', ')}.`);
  if (header.kid !== kid) throw unreadable("The JWE's header has another kid than the answer.");
  if (header.jti !== undefined && typeof header.jti !== 'string')
    throw unreadable("The JWE's header has a jti that is no text.");
}

function unreadable(why: string, cause?: unknown): KeywayError {
  return new KeywayError('CacheOnlyKeyUnreadable', why, {
    actions: [
      `Have the key service wrap ${dataKeyBytes} bytes by ${alg} and ${enc} for the certificate that the private key belongs to.`,
    ],
    ...(cause === undefined ? {} : { cause }),
  });
}
