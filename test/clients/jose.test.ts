import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeCacheOnlyKey, openCacheOnlyKey } from '../../src/keys/cache-only.ts';
import { sealExport } from '../../src/keys/export-file.ts';
import { fileOf, openssl, privateKey, publicKey, secret, vectorBytes } from '../keys/vectors.ts';

/*
 * Tests with José, the C implementation in Debian's package `jose` (apt-get install jose). Version 11, in Debian
 * 12, was built without RSA-OAEP (latchset/jose#145). There its library does everything but that step, which
 * OpenSSL does.
 */

const run = (program: string, args: readonly string[], input: string | Buffer = ''): Buffer =>
  execFileSync(program, args, { input, stdio: ['pipe', 'pipe', 'pipe'] });
const programHasOaep = run('jose', ['alg', '-k', 'wrap']).toString().split('\n').includes('RSA-OAEP');
const ifProgramHasOaep = programHasOaep ? it : it.skip;

const jwk = (key: typeof privateKey): string => fileOf(JSON.stringify(key.export({ format: 'jwk' })));
const header = {
  alg: 'RSA-OAEP',
  enc: 'A256GCM',
  kid: 'acme-data-1',
  jti: 'e5ab58fd2ced013f2a46d5c8144dd439',
};
const make = () =>
  makeCacheOnlyKey({ dataKey: secret(), publicKey, identifier: header.kid, requestId: header.jti });

/** Calls libjose: jose_jwe_dec_cek or jose_jwe_enc_cek on a JWE as JSON and a content key as JWK. */
const library = (action: 'open' | 'seal', jwe: object, contentKey: Buffer, content = ''): Buffer =>
  run(
    'python3',
    ['-c', script, action],
    JSON.stringify({ jwe, cek: { kty: 'oct', k: contentKey.toString('base64url') }, content }),
  );
const script = `
import base64, ctypes, json, sys
jansson = ctypes.CDLL('libjansson.so.4', mode=ctypes.RTLD_GLOBAL)
jose = ctypes.CDLL('libjose.so.0')
pointer, size = ctypes.c_void_p, ctypes.c_size_t
jansson.json_loads.restype, jansson.json_loads.argtypes = pointer, [ctypes.c_char_p, size, pointer]
jansson.json_dumps.restype, jansson.json_dumps.argtypes = ctypes.c_char_p, [pointer, size]
jose.jose_jwe_dec_cek.restype, jose.jose_jwe_dec_cek.argtypes = pointer, [pointer] * 4
jose.jose_jwe_enc_cek.restype, jose.jose_jwe_enc_cek.argtypes = ctypes.c_bool, [pointer] * 3 + [ctypes.c_char_p, size]
given = json.load(sys.stdin)
jwe, cek = (jansson.json_loads(json.dumps(given[name]).encode(), 0, None) for name in ('jwe', 'cek'))
if sys.argv[1] == 'open':
    length = size()
    content = jose.jose_jwe_dec_cek(None, jwe, cek, ctypes.byref(length))
    if not content: sys.exit('not opened')
    sys.stdout.buffer.write(ctypes.string_at(content, length.value))
else:
    content = base64.b64decode(given['content'])
    if not jose.jose_jwe_enc_cek(None, jwe, cek, content, len(content)): sys.exit('not sealed')
    sys.stdout.buffer.write(jansson.json_dumps(jwe, 0))
`;

const padding = constants.RSA_PKCS1_OAEP_PADDING;
const oaep = { padding, oaepHash: 'sha1' };

describe('José and keyway', () => {
  it("José opens keyway's JWE, and checks its header and tag", async () => {
    const [protectedHeader, encryptedKey = '', iv, ciphertext, tag] = (await make()).jwe.split('.');
    const contentKey = privateDecrypt({ key: privateKey, ...oaep }, Buffer.from(encryptedKey, 'base64url'));
    const jwe = { protected: protectedHeader, iv, ciphertext, tag };
    expect(library('open', jwe, contentKey)).toEqual(secret());
    const changed = Buffer.from(JSON.stringify({ ...header, kid: 'acme-data-2' })).toString('base64url');
    expect(() => library('open', { ...jwe, protected: changed }, contentKey)).toThrow(/not opened/);
  });

  it("keyway opens José's JWE", async () => {
    const contentKey = randomBytes(32);
    const content = secret().toString('base64');
    const sealed = JSON.parse(library('seal', { protected: header }, contentKey, content).toString());
    const encryptedKey = publicEncrypt({ key: publicKey, ...oaep }, contentKey).toString('base64url');
    const jwe = [sealed.protected, encryptedKey, sealed.iv, sealed.ciphertext, sealed.tag].join('.');
    expect(await openCacheOnlyKey({ kid: header.kid, jwe }, privateKey)).toEqual(secret());
  });

  ifProgramHasOaep("jose jwe dec opens keyway's JWE", async () => {
    const { jwe } = await make();
    expect(run('jose', ['jwe', 'dec', '-i', '-', '-k', jwk(privateKey)], jwe)).toEqual(secret());
  });

  ifProgramHasOaep('keyway opens what jose jwe enc made', async () => {
    const template = JSON.stringify({ protected: header });
    const args = ['jwe', 'enc', '-c', '-I', '-', '-i', template, '-k', jwk(publicKey)];
    const jwe = run('jose', args, secret()).toString().trim();
    expect(await openCacheOnlyKey({ kid: header.kid, jwe }, privateKey)).toEqual(secret());
  });

  it.each(['P-256', 'P-384', 'P-521'])(
    'jose jwe dec opens an export file directly, sealed for a key of %s',
    async (curve) => {
      const pem = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`).toString();
      const publicKeyPem = openssl('pkey', '-in', fileOf(pem), '-pubout').toString();
      const secretValue = vectorBytes('tenant-secret-sha1.txt');
      const about = {
        orgId: '00D000000000001AAA',
        type: 'Data',
        version: 3,
        exportedAt: '2026-06-01T12:00:00Z',
      };
      const text = await sealExport({ ...about, secretValue }, { publicKeyPem });
      const args = ['jwe', 'dec', '-i', fileOf(text), '-k', jwk(createPrivateKey(pem))];
      expect(run('jose', args)).toEqual(secretValue);
    },
  );
});
