import { constants, createDecipheriv, createHash, privateDecrypt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type OaepDigest, oaepDigests, wrapRootKey, wrapTenantSecret } from '../../src/keys/byok.ts';
import { catchError, fileOf, openssl, privateKey, publicKey, secret, vector, vectorPath } from './vectors.ts';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** OpenSSL's decryption of RSA-OAEP, with both digests explicit. */
const opensslDecrypts = (encrypted: Buffer, digest: string): Buffer =>
  openssl(
    ...['pkeyutl', '-decrypt', '-inkey', vectorPath('private-key.pem'), '-in', fileOf(encrypted)],
    ...['rsa_padding_mode:oaep', `rsa_oaep_md:${digest}`, `rsa_mgf1_md:${digest}`].flatMap((option) => [
      '-pkeyopt',
      option,
    ]),
  );
const opensslUnwraps = (wrapped: Buffer, keyEncryptionKey: Buffer): Buffer =>
  openssl(
    ...['enc', '-d', '-id-aes256-wrap-pad', '-iv', 'A65959A6', '-K', keyEncryptionKey.toString('hex')],
    ...['-in', fileOf(wrapped)],
  );
const decrypt = (encrypted: Buffer, digest: OaepDigest): Buffer =>
  privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest }, encrypted);

describe.each(oaepDigests)('with %s', (digest) => {
  it('openssl pkeyutl decrypts a tenant secret that keyway wrapped, and its hash is of the plain bytes', () => {
    const { secretValue, secretValueHash } = wrapTenantSecret(secret(), publicKey, digest);
    expect(secretValue).toMatch(base64);
    expect(secretValue).toHaveLength(684);
    expect(opensslDecrypts(Buffer.from(secretValue, 'base64'), digest)).toEqual(secret());
    expect(secretValueHash).toBe(vector('secret-hash.txt'));
    expect(secretValueHash).toBe(createHash('sha256').update(secret()).digest('base64'));
  });

  it('uses exactly that digest', () => {
    const { secretValue } = wrapTenantSecret(secret(), publicKey, digest);
    for (const other of oaepDigests.filter((name) => name !== digest))
      expect(() => opensslDecrypts(Buffer.from(secretValue, 'base64'), other)).toThrow();
  });

  it('OpenSSL unwraps a root key that keyway wrapped', () => {
    const { secretValue } = wrapRootKey(secret(), publicKey, digest);
    const wrapped = Buffer.from(secretValue, 'base64');
    expect(secretValue).toMatch(base64);
    expect(wrapped).toHaveLength(552);
    const keyEncryptionKey = opensslDecrypts(wrapped.subarray(0, 512), digest);
    expect(keyEncryptionKey).toHaveLength(32);
    expect(opensslUnwraps(wrapped.subarray(512), keyEncryptionKey)).toEqual(secret());
  });

  it("keyway's algorithms open what OpenSSL wrapped", () => {
    expect(decrypt(Buffer.from(vector(`tenant-secret-${digest}.txt`), 'base64'), digest)).toEqual(secret());
    const rootKey = Buffer.from(vector(`root-key-${digest}.txt`), 'base64');
    const decipher = createDecipheriv(
      'id-aes256-wrap-pad',
      decrypt(rootKey.subarray(0, 512), digest),
      Buffer.from('A65959A6', 'hex'),
    );
    expect(Buffer.concat([decipher.update(rootKey.subarray(512)), decipher.final()])).toEqual(secret());
  });
});

describe('wrapping', () => {
  it('gives different bytes every time', () => {
    for (const wrap of [wrapTenantSecret, wrapRootKey])
      expect(wrap(secret(), publicKey, 'sha1').secretValue).not.toBe(
        wrap(secret(), publicKey, 'sha1').secretValue,
      );
  });

  it('leaves the secret for the caller to wipe', () => {
    const own = secret();
    wrapTenantSecret(own, publicKey, 'sha1');
    wrapRootKey(own, publicKey, 'sha1');
    expect(own).toEqual(secret());
  });

  it('refuses another size', () => {
    for (const wrap of [wrapTenantSecret, wrapRootKey])
      expect(catchError(() => wrap(Buffer.alloc(31), publicKey, 'sha1'))).toMatchObject({
        code: 'KeySizeWrong',
        message: expect.stringContaining('31 bytes'),
      });
  });
});
