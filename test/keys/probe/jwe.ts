import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';

/*
 * A key service's answer, built manually with node:crypto (RFC 7516, salesforce.md section 6.3), so that it shares
 * no code with keyway. Each part can be replaced.
 */

let pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

/**
 * 4096 bits, like a certificate's key in an org. Taken from the vectors, because generating it takes a second or
 * more.
 */
export const certificateKeys = () => {
  if (pair === undefined) {
    const privateKey = createPrivateKey(readFileSync('fixtures/vectors/private-key.pem'));
    pair = { privateKey, publicKey: createPublicKey(privateKey) };
  }
  return pair;
};

export interface JweOptions {
  readonly kid?: string;
  readonly jti?: string | undefined;
  /** Replaces or adds header parameters; undefined removes one. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly headerText?: string;
  readonly publicKey?: KeyObject;
  readonly oaepHash?: string;
  readonly contentKey?: Buffer;
  /** The key that really encrypts the content. */
  readonly encryptedWith?: Buffer;
  readonly dataKey?: Buffer;
  readonly ivSize?: number;
  readonly tagSize?: number;
  readonly withoutHeaderAsData?: boolean;
  /** Applied last, to the parts as sent. */
  readonly parts?: (parts: readonly string[]) => readonly string[];
}

export const makeJwe = (identifier: string, options: JweOptions = {}): string => {
  const jti = options.jti === undefined ? {} : { jti: options.jti };
  const parameters = {
    alg: 'RSA-OAEP',
    enc: 'A256GCM',
    kid: options.kid ?? identifier,
    ...jti,
    ...options.header,
  };
  const header = Buffer.from(options.headerText ?? JSON.stringify(parameters)).toString('base64url');
  const contentKey = options.contentKey ?? randomBytes(32);
  const encryptedKey = publicEncrypt(
    {
      key: options.publicKey ?? certificateKeys().publicKey,
      oaepHash: options.oaepHash ?? 'sha1',
      padding: constants.RSA_PKCS1_OAEP_PADDING,
    },
    contentKey,
  );
  const iv = randomBytes(options.ivSize ?? 12);
  const cipher = createCipheriv('aes-256-gcm', options.encryptedWith ?? contentKey, iv, {
    authTagLength: 16,
  });
  if (options.withoutHeaderAsData !== true) cipher.setAAD(Buffer.from(header, 'ascii'));
  const ciphertext = Buffer.concat([cipher.update(options.dataKey ?? randomBytes(32)), cipher.final()]);
  const tag = cipher.getAuthTag().subarray(0, options.tagSize ?? 16);
  const others = [encryptedKey, iv, ciphertext, tag].map((part) => part.toString('base64url'));
  return (options.parts ?? ((parts) => parts))([header, ...others]).join('.');
};
