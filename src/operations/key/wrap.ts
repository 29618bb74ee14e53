import type { KeyObject } from 'node:crypto';
import { KeywayError } from '../../errors/index.ts';
import { type OaepDigest, wrapRootKey, wrapTenantSecret } from '../../keys/byok.ts';
import { rootKeyTypes } from '../../keys/tenant-secret.ts';
import type { NewTenantSecret } from '../../salesforce/index.ts';

/** Wrapped already, by whoever holds the key (an HSM); base64. Root keys have no hash. */
export interface WrappedMaterial {
  readonly kind: 'wrapped';
  readonly secretValue: string;
  readonly hash?: string | undefined;
}

/** Key material in the clear, to be wiped, or wrapped by somebody else. */
export type ReadMaterial = Buffer | WrappedMaterial;

type Wrapped = Pick<NewTenantSecret, 'SecretValue' | 'SecretValueHash'>;

/** What an org is sent of a key. Throws `WrappedSecretWrong` where it was wrapped in another form than its type has. */
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

/** What somebody else wrapped: only its size can be looked at. Throws `WrappedSecretWrong`. */
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
      `The wrapped key has ${bytes} bytes; for type ${type} it has ${expected}.`,
      isRoot
        ? 'Root keys are wrapped by RSA-AES key wrap (CKM_RSA_AES_KEY_WRAP).'
        : 'Wrap the 32 bytes by RSA-OAEP with the certificate of 4096 bits.',
    );
  if (isRoot) return { SecretValue: secretValue };
  if (hash === undefined || Buffer.from(hash, 'base64').length !== 32)
    throw refuse(
      'A wrapped key needs its hash: the org decrypts the key and compares.',
      'Give --hash: the SHA-256 of the 32 bytes before they are wrapped, in base64 (44 characters).',
    );
  return { SecretValue: secretValue, SecretValueHash: hash };
}
