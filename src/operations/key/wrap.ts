import type { KeyObject } from 'node:crypto';
import { KeywayError } from '../../errors/index.ts';
import { type OaepDigest, wrapRootKey, wrapTenantSecret } from '../../keys/byok.ts';
import { rootKeyTypes } from '../../keys/tenant-secret.ts';
import type { NewTenantSecret } from '../../salesforce/index.ts';

/** Key material that its owner has already wrapped, for example in an HSM; base64. Root keys have no hash. */
export interface WrappedMaterial {
  readonly kind: 'wrapped';
  readonly secretValue: string;
  readonly hash?: string | undefined;
}

/** Plain key material, which must be wiped, or wrapped key material. */
export type ReadMaterial = Buffer | WrappedMaterial;

type Wrapped = Pick<NewTenantSecret, 'SecretValue' | 'SecretValueHash'>;

/**
 * The fields of an uploaded key.
 * @throws KeywayError `WrappedSecretWrong` if it was wrapped in another form than its type needs
 */
export function wrapKey(
  type: string,
  material: ReadMaterial,
  publicKey: KeyObject,
  digest: OaepDigest,
): Wrapped {
  return Buffer.isBuffer(material) ? wrap(type, material, publicKey, digest) : wrappedFields(type, material);
}

function wrap(type: string, secret: Buffer, publicKey: KeyObject, digest: OaepDigest): Wrapped {
  if (rootKeyTypes.includes(type)) return { SecretValue: wrapRootKey(secret, publicKey, digest).secretValue };
  const { secretValue, secretValueHash } = wrapTenantSecret(secret, publicKey, digest);
  return { SecretValue: secretValue, SecretValueHash: secretValueHash };
}

/** Size in bytes of RSA-OAEP with 4096 bits, and of an AES key wrap of 32 bytes after it. */
const WRAPPED = 512;
const WRAPPED_ROOT = 552;

/**
 * Only the size of a key that somebody else wrapped can be checked.
 * @throws KeywayError `WrappedSecretWrong`
 */
function wrappedFields(
  type: string,
  { secretValue, hash }: { secretValue: string; hash?: string | undefined },
): Wrapped {
  const isRoot = rootKeyTypes.includes(type);
  const refuse = (sentence: string, action: string) =>
    new KeywayError('WrappedSecretWrong', sentence, { actions: [action, 'Nothing was changed.'] });
  const bytes = Buffer.from(secretValue, 'base64').length;
  const expected = isRoot ? WRAPPED_ROOT : WRAPPED;
  if (bytes !== expected)
    throw refuse(
      `The wrapped key has ${bytes} bytes; type ${type} needs ${expected}.`,
      isRoot
        ? 'Wrap root keys with RSA-AES key wrap (CKM_RSA_AES_KEY_WRAP).'
        : 'Wrap the 32 bytes with RSA-OAEP for the certificate of 4096 bits.',
    );
  if (isRoot) return { SecretValue: secretValue };
  if (hash === undefined || Buffer.from(hash, 'base64').length !== 32)
    throw refuse(
      'A wrapped key needs its hash, because the org decrypts the key and compares.',
      'Pass --hash: the SHA-256 of the unwrapped 32 bytes, in base64 (44 characters).',
    );
  return { SecretValue: secretValue, SecretValueHash: hash };
}
