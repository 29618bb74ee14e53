import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type CacheOnlyKey, makeCacheOnlyKey, openCacheOnlyKey } from '../../src/keys/cache-only.ts';
import { fileOf, openssl, privateKey, publicKey, secret, vector, vectorPath } from './vectors.ts';

const identifier = 'acme-data-1';
const requestId = 'e5ab58fd2ced013f2a46d5c8144dd439';
const make = (more: { requestId?: string } = {}): Promise<CacheOnlyKey> =>
  makeCacheOnlyKey({ dataKey: secret(), publicKey, identifier, ...more });
const decode = (part = ''): Buffer => Buffer.from(part, 'base64url');

/** A JWE built manually, so that each part can be wrong. */
const composed = (header: object, dataKey = secret(), oaepHash = 'sha1', aad = true): CacheOnlyKey => {
  const first = Buffer.from(JSON.stringify(header)).toString('base64url');
  const [contentKey, iv] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv);
  if (aad) cipher.setAAD(Buffer.from(first, 'ascii'));
  const content = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const parts = [
    publicEncrypt({ key: publicKey, padding, oaepHash }, contentKey),
    iv,
    content,
    cipher.getAuthTag(),
  ];
  return { kid: identifier, jwe: [first, ...parts.map((part) => part.toString('base64url'))].join('.') };
};
const header = { alg: 'RSA-OAEP', enc: 'A256GCM', kid: identifier };

describe('a cache-only key', () => {
  it("is a key service's answer, with parts of the sizes that Salesforce requires", async () => {
    const { kid, jwe } = await make();
    expect(kid).toBe(identifier);
    expect(jwe).toMatch(/^[\w-]+(\.[\w-]+){4}$/);
    const [first, ...parts] = jwe.split('.').map(decode);
    expect(first?.toString()).toBe('{"alg":"RSA-OAEP","enc":"A256GCM","kid":"acme-data-1"}');
    expect(parts.map(({ length }) => length)).toEqual([512, 12, 32, 16]);
  });

  it("contains the request's id when replay detection is on", async () => {
    const { jwe } = await make({ requestId });
    expect(decode(jwe.split('.')[0]).toString()).toBe(
      `{"alg":"RSA-OAEP","enc":"A256GCM","kid":"acme-data-1","jti":"${requestId}"}`,
    );
  });

  it('is opened by OpenSSL, step by step: the content key, then the key', async () => {
    const { jwe } = await make({ requestId });
    const [, encryptedKey, iv, content] = jwe.split('.').map(decode) as [Buffer, Buffer, Buffer, Buffer];
    const contentKey = openssl(
      ...['pkeyutl', '-decrypt', '-inkey', vectorPath('private-key.pem'), '-in', fileOf(encryptedKey)],
      ...[
        '-pkeyopt',
        'rsa_padding_mode:oaep',
        '-pkeyopt',
        'rsa_oaep_md:sha1',
        '-pkeyopt',
        'rsa_mgf1_md:sha1',
      ],
    );
    // enc has no GCM; its cipher is CTR from 2 on, 1 being the tag's (NIST SP 800-38D, section 7.1)
    const counter = `${iv.toString('hex')}00000002`;
    expect(
      openssl(
        'enc',
        '-d',
        '-aes-256-ctr',
        '-K',
        contentKey.toString('hex'),
        '-iv',
        counter,
        '-in',
        fileOf(content),
      ),
    ).toEqual(secret());
  });

  it.each(['cache-only-key.json', 'cache-only-key-jti.json'])(
    'of another program is opened: %s',
    async (name) => {
      expect(await openCacheOnlyKey(JSON.parse(vector(name)), privateKey)).toEqual(secret());
    },
  );

  it('survives a round trip with every key and identifier', async () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/).filter((text) => text !== '.' && text !== '..');
    await fc.assert(
      fc.asyncProperty(
        bytes,
        name,
        fc.option(fc.string(), { nil: undefined }),
        async (array, kid, request) => {
          const dataKey = Buffer.from(array);
          const made = await makeCacheOnlyKey({ dataKey, publicKey, identifier: kid, requestId: request });
          expect(await openCacheOnlyKey(made, privateKey)).toEqual(dataKey);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves no content key in memory', async () => {
    const used: Uint8Array[] = [];
    const importKey = jest.spyOn(crypto.subtle, 'importKey');
    const encrypt = jest.spyOn(crypto.subtle, 'encrypt');
    const dataKey = secret();
    await makeCacheOnlyKey({ dataKey, publicKey, identifier });
    for (const call of [...importKey.mock.calls, ...encrypt.mock.calls])
      for (const argument of call as readonly unknown[])
        if (ArrayBuffer.isView(argument) && argument.byteLength === 32 && argument !== dataKey)
          used.push(argument as Uint8Array);
    jest.restoreAllMocks();
    expect(used.length).toBeGreaterThanOrEqual(2);
    for (const bytes of used) expect(Buffer.from(bytes)).toEqual(Buffer.alloc(32));
    expect(dataKey).toEqual(secret());
  });

  it.each<[string, CacheOnlyKey]>([
    ['another algorithm', composed({ ...header, alg: 'RSA-OAEP-256' }, secret(), 'sha256')],
    ['SHA-256 under the name of RSA-OAEP', composed(header, secret(), 'sha256')],
    ['another encryption', composed({ ...header, enc: 'A128GCM' })],
    ['a header that is not authenticated', composed(header, secret(), 'sha1', false)],
    ['another kid in its header', composed({ ...header, kid: 'acme-data-2' })],
    ['no kid in its header', composed({ alg: 'RSA-OAEP', enc: 'A256GCM' })],
    ['a jti that is no text', composed({ ...header, jti: 1 })],
    ['a header parameter too many', composed({ ...header, cty: 'x' })],
    ['four parts', { kid: identifier, jwe: 'a.b.c.d' }],
    ['nothing', { kid: identifier, jwe: '' }],
  ])('with %s is refused', async (_what, key) => {
    await expect(openCacheOnlyKey(key, privateKey)).rejects.toMatchObject({
      code: 'CacheOnlyKeyUnreadable',
      exitCode: 1,
    });
  });

  it('of 31 bytes is refused, when made or opened', async () => {
    const short = { code: 'KeySizeWrong', message: expect.stringContaining('31 bytes') };
    const dataKey = Buffer.alloc(31, 1);
    await expect(makeCacheOnlyKey({ dataKey, publicKey, identifier })).rejects.toMatchObject(short);
    await expect(openCacheOnlyKey(composed(header, dataKey), privateKey)).rejects.toMatchObject(short);
  });

  it("isn't opened by another private key", async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await expect(openCacheOnlyKey(await make(), other)).rejects.toMatchObject({
      code: 'CacheOnlyKeyUnreadable',
    });
  });

  it.each(['', 'a/b', 'a b', 'ä', 'a\n'])("isn't made for the identifier %j", async (bad) => {
    await expect(makeCacheOnlyKey({ dataKey: secret(), publicKey, identifier: bad })).rejects.toMatchObject({
      code: 'KeyIdentifierWrong',
    });
  });
});
