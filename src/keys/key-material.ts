import { randomBytes } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

/** Tenant secrets and cache-only data encryption keys have 256 bits (Object Reference, TenantSecret). */
export const dataKeyBytes = 32;

/** New random key material; use it within `withKeyMaterial`. */
export function generateKey(): Buffer {
  return randomBytes(dataKeyBytes);
}

/** Passes the bytes to `use`, and overwrites them with zeros when it returns or throws. */
export async function withKeyMaterial<Result>(
  bytes: Buffer,
  use: (bytes: Buffer) => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await use(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Throws a KeywayError, KeySizeWrong. */
export function requireKeySize(bytes: Uint8Array): void {
  if (bytes.length !== dataKeyBytes) throw keySizeWrong(bytes.length);
}

/** @param size in bytes */
export function keySizeWrong(size: number): KeywayError {
  return new KeywayError(
    'KeySizeWrong',
    `The key has ${size} ${size === 1 ? 'byte' : 'bytes'}, but a tenant secret has ${dataKeyBytes}.`,
    { actions: ['Use another key, or generate one: openssl rand -out FILE 32.'] },
  );
}
