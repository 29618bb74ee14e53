import { createHash, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  describeExport,
  openExport,
  sealExport,
  type TenantSecretExport,
} from '../../src/keys/export-file.ts';
import { fileOf, openssl, vector, vectorBytes } from './vectors.ts';

const passphrase = 'correct horse battery staple';
/** Few, so that a file opens at once. One test uses keyway's own number. */
const iterations = 1_000;
const about = {
  orgId: '00D000000000001AAA',
  type: 'Data',
  version: 3,
  tenantSecretId: '02G000000000003AAA',
  exportedAt: '2026-06-01T12:00:00.000Z',
};
const export_ = (): TenantSecretExport => ({ ...about, secretValue: vectorBytes('tenant-secret-sha1.txt') });
const keyPair = (namedCurve: string) =>
  generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const rsa = { publicKeyPem: vector('public-key.pem'), privateKeyPem: vector('private-key.pem') };

let sealed: string;
beforeAll(async () => {
  sealed = await sealExport(export_(), { passphrase, iterations });
});

type File = Record<'about' | 'protected' | 'encrypted_key' | 'iv' | 'ciphertext' | 'tag' | 'sha256', string>;
interface ForgedHeader {
  alg: string;
  p2c?: number;
  export: Record<string, unknown>;
}
/** Changes a file like somebody who knows the format: title and checksum are corrected. */
const forgeFile = (text: string, change: (file: File, header: ForgedHeader) => void): string => {
  const file = JSON.parse(text) as File;
  const header = JSON.parse(Buffer.from(file.protected, 'base64url').toString());
  change(file, header);
  const { about: _about, sha256: _sha256, ...parts } = file;
  parts.protected = Buffer.from(JSON.stringify(header)).toString('base64url');
  const { export: secret, alg } = header;
  const key = alg.startsWith('PBES2') ? 'a passphrase' : 'a private key';
  const title = `Tenant secret exported by keyway: ${secret.type}, version ${secret.version}, of org ${secret.orgId}; opened by ${key}`;
  const sha256 = createHash('sha256').update(Object.values(parts).join('.')).digest('hex');
  return `${JSON.stringify({ about: title, ...parts, sha256 }, null, 2)}\n`;
};
/** The same bytes, with the first bit of one byte flipped. */
const flipBit = (part: string): string => {
  const bytes = Buffer.from(part, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 0x80;
  return bytes.toString('base64url');
};

describe('an export file', () => {
  it('is opened by its passphrase, and returns what was exported', async () => {
    expect(await openExport(sealed, { passphrase })).toEqual(export_());
  });

  it('describes itself and what opens it, without the secret', () => {
    expect(describeExport(sealed)).toEqual({ ...about, opensWith: 'passphrase' });
    expect(JSON.parse(sealed).about).toBe(
      'Tenant secret exported by keyway: Data, version 3, of org 00D000000000001AAA; opened by a passphrase',
    );
    const everything = Object.values(JSON.parse(sealed) as File).map((part) =>
      Buffer.from(part, 'base64url').toString('latin1'),
    );
    for (const text of [sealed, ...everything])
      expect(text).not.toContain(export_().secretValue.toString().slice(0, 12));
  });

  it('is different every time', async () => {
    const again = JSON.parse(await sealExport(export_(), { passphrase, iterations }));
    const first = JSON.parse(sealed);
    for (const part of ['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag'])
      expect(again[part]).not.toBe(first[part]);
  });

  it('leaves the value for the caller to wipe', async () => {
    const given = export_();
    await sealExport(given, rsa);
    expect(given).toEqual(export_());
  });

  it('of a passphrase is opened by OpenSSL, step by step', async () => {
    const file = JSON.parse(await sealExport(export_(), { passphrase })) as File;
    const { alg, enc, p2s, p2c } = JSON.parse(Buffer.from(file.protected, 'base64url').toString());
    expect([alg, enc, p2c]).toEqual(['PBES2-HS512+A256KW', 'A256GCM', 600_000]);
    const bytes = (part: string): Buffer => Buffer.from(part, 'base64url');
    const salt = Buffer.concat([Buffer.from(`${alg}\0`), bytes(p2s)]).toString('hex');
    const options = ['digest:SHA512', `pass:${passphrase}`, `hexsalt:${salt}`, `iter:${p2c}`];
    const keyEncryptionKey = openssl(
      ...['kdf', '-keylen', '32', '-binary', ...options.flatMap((option) => ['-kdfopt', option]), 'PBKDF2'],
    );
    const decrypt = (cipher: string, key: Buffer, iv: string, content: Buffer): Buffer =>
      openssl('enc', '-d', `-${cipher}`, '-K', key.toString('hex'), '-iv', iv, '-in', fileOf(content));
    const wrapped = bytes(file.encrypted_key);
    const contentKey = decrypt('id-aes256-wrap', keyEncryptionKey, 'A6A6A6A6A6A6A6A6', wrapped);
    const counter = `${bytes(file.iv).toString('hex')}00000002`;
    expect(decrypt('aes-256-ctr', contentKey, counter, bytes(file.ciphertext))).toEqual(
      export_().secretValue,
    );
  });

  it('that another program sealed is opened', async () => {
    expect(await openExport(vector('export-passphrase.json'), { passphrase })).toEqual(export_());
    expect(await openExport(vector('export-private-key.json'), rsa)).toEqual(export_());
  });

  it.each([['prime256v1'], ['secp384r1'], ['secp521r1']])(
    'for a key of %s is opened only by that key',
    async (curve) => {
      const { publicKey, privateKey } = keyPair(curve);
      const text = await sealExport(export_(), { publicKeyPem: publicKey });
      expect(describeExport(text).opensWith).toBe('privateKey');
      expect(await openExport(text, { privateKeyPem: privateKey })).toEqual(export_());
      const other = keyPair(curve).privateKey;
      for (const privateKeyPem of [other, rsa.privateKeyPem])
        await expect(openExport(text, { privateKeyPem })).rejects.toMatchObject({ code: 'PrivateKeyWrong' });
    },
  );

  it('for an RSA key is opened by it, even if it is encrypted', async () => {
    const text = await sealExport(export_(), rsa);
    expect(await openExport(text, rsa)).toEqual(export_());
    const privateKeyPem = openssl(
      ...['pkcs8', '-topk8', '-in', fileOf(rsa.privateKeyPem), '-passout', 'pass:sesame'],
    ).toString();
    expect(await openExport(text, { privateKeyPem, privateKeyPassphrase: 'sesame' })).toEqual(export_());
    for (const privateKeyPassphrase of ['other', undefined])
      await expect(openExport(text, { privateKeyPem, privateKeyPassphrase })).rejects.toMatchObject({
        code: 'PassphraseWrong',
        message: expect.stringContaining('private key'),
      });
    await expect(openExport(text, { privateKeyPem: 'hello' })).rejects.toMatchObject({
      code: 'PrivateKeyUnreadable',
    });
  });

  it('needs what it was sealed for', async () => {
    const forKey = await sealExport(export_(), rsa);
    for (const [text, from] of [
      [sealed, rsa],
      [forKey, { passphrase }],
    ] as const)
      await expect(openExport(text, from)).rejects.toMatchObject({ code: 'ExportKeyMissing' });
  });

  it('survives mail and git: other line ends, a byte order mark, no final line break', async () => {
    const text = await sealExport(export_(), rsa);
    for (const sent of [text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, text.trimEnd()])
      expect(await openExport(sent, rsa)).toEqual(export_());
  });

  it('returns any value exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 1000 }), async (array) => {
        const secretValue = Buffer.from(Buffer.from(array).toString('base64'));
        const text = await sealExport({ ...about, secretValue }, rsa);
        expect((await openExport(text, rsa)).secretValue).toEqual(secretValue);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a passphrase', () => {
  it.each([
    ['wrong', 'correct horse battery stapler'],
    ['wrong in case', 'Correct horse battery staple'],
    ['with a blank too many', `${passphrase} `],
    ['empty', ''],
  ])("that is %s doesn't open it, and isn't shown", async (_what, wrong) => {
    const error = await openExport(sealed, { passphrase: wrong }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PassphraseWrong', exitCode: 1 });
    expect((error as Error).message).toContain("keyway can't tell which");
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('orrect horse');
  });

  it.each([
    ['', 'The passphrase is empty.'],
    ['    \n', 'The passphrase is empty.'],
    ['fourteen chars', 'has 14 characters, but needs at least 15'],
    ['𝄞'.repeat(14), 'has 14 characters, but needs at least 15'],
    [`${' '.repeat(20)}short`, 'has 5 characters, but needs at least 15'],
  ])('%j is too short to seal a file', async (short, message) => {
    await expect(sealExport(export_(), { passphrase: short })).rejects.toMatchObject({
      code: 'PassphraseTooShort',
      message: expect.stringContaining(message),
    });
  });

  it('opens the file in any Unicode form of its accents', async () => {
    const composed = 'ausgewählte Wörter für später'.normalize('NFC');
    const text = await sealExport(export_(), { passphrase: composed, iterations });
    expect(await openExport(text, { passphrase: composed.normalize('NFD') })).toEqual(export_());
  });
});

describe('tampering', () => {
  it('with any byte of it is found, whatever opens it', async () => {
    const bytes = Buffer.from(sealed);
    for (const position of bytes.keys())
      for (const change of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[position] = (changed[position] ?? 0) ^ change;
        await expect(openExport(changed.toString('utf8'), { passphrase })).rejects.toMatchObject({
          code: 'ExportTampered',
          exitCode: 1,
        });
      }
  });

  it('by omission, duplication or addition is found', async () => {
    const middle = Math.floor(sealed.length / 2);
    for (const changed of [
      sealed.slice(0, middle),
      sealed.slice(0, middle) + sealed.slice(middle + 1),
      sealed + sealed,
      sealed.replace('{\n', '{\n  "unprotected": {},\n'),
      JSON.stringify(JSON.parse(sealed)),
    ])
      await expect(openExport(changed, { passphrase })).rejects.toMatchObject({ code: 'ExportTampered' });
  });

  it.each<[string, (file: File, header: ForgedHeader) => void]>([
    ['content', (file) => Object.assign(file, { ciphertext: flipBit(file.ciphertext) })],
    ['tag', (file) => Object.assign(file, { tag: flipBit(file.tag) })],
    ['initialization vector', (file) => Object.assign(file, { iv: flipBit(file.iv) })],
    ['org', (_file, header) => Object.assign(header.export, { orgId: '00D000000000002AAA' })],
    ['type', (_file, header) => Object.assign(header.export, { type: 'SearchIndex' })],
    ['version', (_file, header) => Object.assign(header.export, { version: 4 })],
    ['tenant secret', (_file, header) => Object.assign(header.export, { tenantSecretId: undefined })],
    ['date', (_file, header) => Object.assign(header.export, { exportedAt: '2027-06-01T12:00:00.000Z' })],
  ])('with its %s is found, even with a corrected checksum', async (_what, change) => {
    const forKey = await sealExport(export_(), rsa);
    await expect(openExport(forgeFile(forKey, change), rsa)).rejects.toMatchObject({
      code: 'ExportTampered',
    });
  });

  it.each<[string, (file: File) => unknown]>([
    [
      'with its unused bits set',
      ({ tag }) => tag.replace(/.$/, (last) => ({ A: 'B', Q: 'R', g: 'h', w: 'x' })[last] ?? ''),
    ],
    ['that is no text', () => 5],
  ])('by a tag %s is found', async (_what, tag) => {
    const changed = forgeFile(sealed, (file) => Object.assign(file, { tag: tag(file) }));
    await expect(openExport(changed, { passphrase })).rejects.toMatchObject({ code: 'ExportTampered' });
  });

  it('is distinguished from a wrong passphrase where possible: behind the key that the passphrase opens', async () => {
    const changed = forgeFile(sealed, (_file, header) => {
      header.export.version = 4;
    });
    await expect(openExport(changed, { passphrase })).rejects.toMatchObject({ code: 'ExportTampered' });
  });

  it('with the part that the passphrase opens looks like a wrong passphrase, and the error says so', async () => {
    const changed = forgeFile(sealed, (file) => {
      file.encrypted_key = flipBit(file.encrypted_key);
    });
    await expect(openExport(changed, { passphrase })).rejects.toMatchObject({
      code: 'PassphraseWrong',
      message: expect.stringContaining('somebody forged'),
    });
  });

  it("can't cause endless hashing of the passphrase", async () => {
    const changed = forgeFile(sealed, (_file, header) => {
      header.p2c = 2 ** 40;
    });
    await expect(openExport(changed, { passphrase })).rejects.toMatchObject({ code: 'ExportTampered' });
  });

  it("isn't reported without a change: the forger of these tests knows the format", async () => {
    expect(forgeFile(sealed, () => {})).toBe(sealed);
  });
});

describe('unreadable files', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['another JSON', '{"version":1}'],
    ['a JWE of somebody else', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA'],
  ])('%s', async (_what, text) => {
    await expect(openExport(text, { passphrase })).rejects.toMatchObject({ code: 'ExportUnreadable' });
  });

  it.each<[string, (header: ForgedHeader) => void]>([
    ['a later format', (header) => Object.assign(header.export, { format: 2 })],
    ['another algorithm', (header) => Object.assign(header, { alg: 'dir' })],
    ['an org id that is none', (header) => Object.assign(header.export, { orgId: "00D' OR Id != '" })],
    ['a type that is a path', (header) => Object.assign(header.export, { type: '../../x' })],
    ['a version that is none', (header) => Object.assign(header.export, { version: -1 })],
  ])('%s', async (_what, change) => {
    const text = forgeFile(sealed, (_file, header) => change(header));
    expect(() => describeExport(text)).toThrow(expect.objectContaining({ code: 'ExportUnreadable' }));
    await expect(openExport(text, { passphrase })).rejects.toMatchObject({
      code: 'ExportUnreadable',
      actions: [expect.stringContaining('Update keyway')],
    });
  });
});

describe('unsuitable recipients', () => {
  it.each<[string, () => string, RegExp]>([
    ['a private key', () => rsa.privateKeyPem, /private key/],
    ['a certificate', () => vector('certificate.pem'), /certificate/],
    [
      'an RSA key of 1024 bits',
      () => openssl('pkey', '-in', fileOf(openssl('genrsa', '1024')), '-pubout').toString(),
      /1024 bits/,
    ],
    ['another curve', () => keyPair('secp256k1').publicKey, /type/],
    ['text', () => 'hello', /isn't a public key/],
  ])('%s', async (_what, publicKeyPem, why) => {
    await expect(sealExport(export_(), { publicKeyPem: publicKeyPem() })).rejects.toMatchObject({
      code: 'ExportKeyUnfit',
      message: expect.stringMatching(why),
    });
  });

  it("a value that isn't base64 isn't exported", async () => {
    for (const secretValue of [Buffer.alloc(0), Buffer.from('<html>'), Buffer.alloc(256, 0x81)])
      await expect(sealExport({ ...about, secretValue }, { passphrase })).rejects.toMatchObject({
        code: 'SecretValueUnknown',
      });
  });
});
