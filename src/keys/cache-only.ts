import { type KeyObject, randomBytes } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';
import { requireKeyIdentifier } from './identifier.ts';
import { dataKeyBytes, requireKeySize } from './key-material.ts';

/** The answer of a key service (Salesforce Help, "Cache-Only Key Service"). */
export interface CacheOnlyKey {
  /** The key's identifier, `RemoteKeyIdentifier` in the org. */
  readonly kid: string;
  /** Compact JWE, five parts. */
  readonly jwe: string;
}

export interface CacheOnlyKeyParts {
  /** 32 bytes; the caller wipes them. */
  readonly dataKey: Buffer;
  /** The public key of the org's certificate. */
  readonly publicKey: KeyObject;
  /** Letters, digits, `.`, `_`, `-`. */
  readonly identifier: string;
  /** With replay detection, the `requestId` of the org's request, which becomes `jti`. */
  readonly requestId?: string | undefined;
}

const alg = 'RSA-OAEP'; // SHA-1 in JOSE (RFC 7518, section 4.3), as Salesforce requires
const enc = 'A256GCM';

/**
 * Wraps a data encryption key as a key service does. The header has `alg`, `enc` and `kid`, with `jti` if there is a
 * requestId, and nothing else, because Salesforce refuses any other parameter.
 *
 * Throws a KeywayError: KeySizeWrong, KeyIdentifierWrong.
 */
export async function makeCacheOnlyKey(parts: CacheOnlyKeyParts): Promise<CacheOnlyKey> {
  const { dataKey, publicKey, identifier, requestId } = parts;
  requireKeySize(dataKey);
  requireKeyIdentifier(identifier);
  const { CompactEncrypt } = await import('jose');
  const header = { alg, enc, kid: identifier, ...(requestId === undefined ? {} : { jti: requestId }) };
  // Generated here instead of by jose, so that it can be wiped.
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
 * Opens a cache-only key with the certificate's private key, and checks what Salesforce checks: the exact header, `kid`,
 * sizes and authentication tag. The caller compares `jti` and wipes the result.
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
    throw unreadable(`The JWE header has parameters other than ${known.join(', ')}.`);
  if (header.kid !== kid) throw unreadable("The kid of the JWE header isn't the kid of the answer.");
  if (header.jti !== undefined && typeof header.jti !== 'string')
    throw unreadable("The jti of the JWE header isn't text.");
}

function unreadable(why: string, cause?: unknown): KeywayError {
  return new KeywayError('CacheOnlyKeyUnreadable', why, {
    actions: [
      `Let the key service wrap ${dataKeyBytes} bytes with ${alg} and ${enc} for the certificate of this private key.`,
    ],
    ...(cause === undefined ? {} : { cause }),
  });
}
