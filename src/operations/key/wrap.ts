import type { KeyObject } from 'node:crypto';
import { KeywayError } from '../../errors/index.ts';
import { type OaepDigest, wrapRootKey, wrapTenantSecret } from '../../keys/byok.ts';
import { rootKeyTypes } from '../../keys/tenant-secret.ts';
import type { NewTenantSecret } from '../../salesforce/index.ts';

/** Wrapped already, by whoever holds the key, such as an HSM; base64. Root keys have no hash. */
export interface WrappedMaterial {
  readonly kind: 'wrapped';
  readonly secretValue: string;
  readonly hash?: string | undefined;
}

/** Key material in the clear, to be wiped, or already wrapped. */
export type ReadMaterial = Buffer | WrappedMaterial;

type Wrapped = Pick<NewTenantSecret, 'SecretValue' | 'SecretValueHash'>;

/** The fields of an uploaded key. Throws `WrappedSecretWrong` if it was wrapped in another form than its type needs. */
export function wrapFor(
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

/** Bytes of RSA-OAEP with 4096 bits, and of an AES key wrap of 32 bytes behind it. */
const WRAPPED = 512;
const WRAPPED_ROOT = 552;

/** Of a key that somebody else wrapped, only the size can be checked. Throws `WrappedSecretWrong`. */
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
