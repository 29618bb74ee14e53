import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { probeKey } from '../../../src/keys/probe/probe.ts';
import { checkNames, type ProbeResult, type ProbeTarget } from '../../../src/keys/probe/types.ts';
import { certificateKeys, type JweOptions, makeJwe } from './jwe.ts';
import {
  answerCorrectly,
  identifier,
  readKeyRequest,
  sendJson,
  startService,
  type TestService,
} from './key-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
beforeEach(() => {
  service.answer = answerCorrectly;
});
afterAll(() => service.close());

const probe = (more: Partial<ProbeTarget> = {}): Promise<ProbeResult> =>
  probeKey({
    url: service.url,
    identifier,
    replayDetection: true,
    authentication: { kind: 'none' },
    headers: [],
    privateKey: certificateKeys().privateKey,
    ...more,
  });

const failures = ({ checks }: ProbeResult) =>
  checks.filter(({ ok }) => ok === false).map(({ check, statusCode }) => [check, statusCode]);

/** The correct answer with another JWE. */
const withJwe =
  (options: JweOptions): RequestListener =>
  (request, response) => {
    const { identifier: kid, jti } = readKeyRequest(request);
    sendJson(response, { kid, jwe: makeJwe(kid, { jti, ...options }) });
  };
/** The correct answer with other JSON. */
const withJson =
  (change: (right: { kid: string; jwe: string }) => unknown): RequestListener =>
  (request, response) => {
    const { identifier: kid, jti } = readKeyRequest(request);
    sendJson(response, change({ kid, jwe: makeJwe(kid, { jti }) }));
  };
const withText =
  (text: string | Buffer, status = 200, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(text);
  };
const part = (index: number, change: (text: string) => string) => (parts: readonly string[]) =>
  parts.with(index, change(parts[index] ?? ''));

describe('a correct answer', () => {
  test('is proven, with each check once and in order', async () => {
    const result = await probe();
    expect(result).toMatchObject({ outcome: 'proven', identifier, url: `${service.url}/${identifier}` });
    expect(result.checks.map(({ check }) => check)).toEqual(checkNames);
    expect(result.checks.filter(({ ok }) => ok === null).map(({ check }) => check)).toEqual([
      'tls',
      'tls-issuer',
      'tls-name',
      'tls-expiry',
    ]);
    expect(failures(result)).toEqual([]);
  });

  test('is requested as Salesforce does: GET, identifier, 32 hexadecimal digits, its agent, headers in order', async () => {
    const headers = [
      { name: 'X-Tenant', value: '42' },
      { name: 'x-second', value: 'b' },
      { name: 'x-tenant', value: '43' },
    ];
    await probe({ headers });
    const request = service.requests.at(-1);
    expect(request?.method).toBe('GET');
    expect(request?.url).toMatch(/^\/keys\/acme-data-1\?requestId=[0-9a-f]{32}$/);
    expect(request?.rawHeaders.slice(0, 8)).toEqual([
      'Host',
      `127.0.0.1:${service.port}`,
      'User-Agent',
      'SFDC-Callout/66.0',
      'x-tenant',
      '43',
      'x-second',
      'b',
    ]);
    expect(request?.headers.authorization).toBeUndefined();
  });

  test('gets another requestId in every call', async () => {
    await probe();
    await probe();
    const [first, second] = service.requests.slice(-2).map(({ url }) => url);
    expect(first).not.toBe(second);
  });

  test('gets no requestId if replay detection is off', async () => {
    expect(await probe({ replayDetection: false })).toMatchObject({ outcome: 'proven' });
    expect(service.requests.at(-1)?.url).toBe('/keys/acme-data-1');
  });

  test("is partly proven without the private key, and says what wasn't checked", async () => {
    const result = await probe({ privateKey: undefined });
    expect(result.outcome).toBe('proven');
    expect(result.checks.filter(({ check }) => check === 'content-key' || check === 'data-key')).toEqual([
      { check: 'content-key', ok: null, message: 'not checked: no private key' },
      { check: 'data-key', ok: null, message: 'not checked: no private key' },
    ]);
  });
});

const jwe = 'MALFORMED_JWE_RESPONSE';
const json = 'MALFORMED_JSON_RESPONSE';
const illegal = 'ILLEGAL_PARAMETERS_IN_JWE_HEADER';
const contentKey = 'MALFORMED_CONTENT_ENCRYPTION_KEY';
const dataKey = 'MALFORMED_DATA_ENCRYPTION_KEY';
const size = 'INCORRECT_DATA_ENCRYPTION_KEY_SIZE';
const other = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;

/** The error, the answer with it, the only failing check, and the StatusCode. */
const broken: readonly (readonly [string, () => RequestListener, string, string, RegExp])[] = [
  ['204', () => withText('', 204), 'status', 'ERROR_HTTP_CODE', /204, but Salesforce accepts only 200/],
  [
    'a redirect',
    () => withText('', 302, { Location: '/keys/else' }),
    'status',
    'ERROR_HTTP_CODE',
    /follows no redirects/,
  ],
  ['400', () => withText('no', 400), 'status', 'DESTROY_HTTP_CODE', /answered 400/],
  ['404', () => withText('no', 404), 'status', 'DESTROY_HTTP_CODE', /answered 404/],
  ['500', () => withText('no', 500), 'status', 'DESTROY_HTTP_CODE', /answered 500/],
  [
    '401',
    () => withText('', 401),
    'authentication',
    'AUTHENTICATION_FAILURE_RESPONSE',
    /answered 401: it rejected/,
  ],
  ['403', () => withText('', 403), 'authentication', 'DESTROY_HTTP_CODE', /answered 403: it rejected/],
  ['an empty body', () => withText(''), 'body', 'EMPTY_RESPONSE', /empty/],
  ['white space', () => withText(' \r\n'), 'body', 'EMPTY_RESPONSE', /empty/],
  ['garbage', () => withText(randomBytes(64)), 'json', json, /isn't JSON/],
  ['Latin-1', () => withText(Buffer.from('{"kid":"é"}', 'latin1')), 'json', json, /isn't JSON in UTF-8/],
  ['HTML', () => withText('<html>'), 'json', json, /isn't JSON/],
  ['a byte order mark', () => withText('\uFEFF{"kid":"acme-data-1"}'), 'json', json, /isn't JSON/],
  ['a list', () => withText('[]'), 'json', json, /isn't an object/],
  [
    'gzip',
    () => withText(gzipSync('{}'), 200, { 'Content-Encoding': 'gzip' }),
    'json',
    json,
    /compressed \("gzip"\), but Salesforce requests no compression/,
  ],
  ['no kid', () => withJson(({ jwe }) => ({ jwe })), 'json-kid', json, /no "kid"/],
  [
    'another kid',
    () => withJson(({ jwe }) => ({ kid: 'acme-data-2', jwe })),
    'json-kid',
    'INCORRECT_KEYID_IN_JSON',
    /is "acme-data-2", not acme-data-1/,
  ],
  [
    'kid in capitals',
    () => withJson(({ jwe }) => ({ kid: 'ACME-DATA-1', jwe })),
    'json-kid',
    'INCORRECT_KEYID_IN_JSON',
    /ACME/,
  ],
  ['no jwe', () => withJson(({ kid }) => ({ kid })), 'json-jwe', json, /no "jwe"/],
  ['jwe as an object', () => withJson(({ kid }) => ({ kid, jwe: {} })), 'json-jwe', json, /not a string/],
  ['four parts', () => withJwe({ parts: (parts) => parts.slice(0, 4) }), 'jwe-parts', jwe, /4 parts, not 5/],
  [
    'an empty part',
    () => withJwe({ parts: part(2, () => '') }),
    'jwe-parts',
    jwe,
    /initialization vector is empty/,
  ],
  ['padding', () => withJwe({ parts: part(4, (text) => `${text}==`) }), 'jwe-parts', jwe, /tag is padded/],
  [
    'base64',
    () => withJwe({ parts: part(3, (text) => `+/${text.slice(2)}`) }),
    'jwe-parts',
    jwe,
    /with \+ and \//,
  ],
  [
    'a part cut off',
    () => withJwe({ parts: part(3, (text) => text.slice(0, 41)) }),
    'jwe-parts',
    jwe,
    /ciphertext is cut off/,
  ],
  [
    'a header that is no JSON',
    () => withJwe({ headerText: '{alg' }),
    'jwe-header',
    jwe,
    /isn't a JSON object/,
  ],
  ['a header that is a list', () => withJwe({ headerText: '[1]' }), 'jwe-header', jwe, /isn't a JSON object/],
  [
    'a parameter more',
    () => withJwe({ header: { typ: 'JWE' } }),
    'jwe-parameters',
    illegal,
    /has "typ" in addition to alg, enc, kid, jti/,
  ],
  [
    'alg',
    () => withJwe({ header: { alg: 'RSA-OAEP-256' } }),
    'jwe-alg',
    'INCORRECT_ALGORITHM_IN_JWE_HEADER',
    /alg of the JWE header is "RSA-OAEP-256", not RSA-OAEP/,
  ],
  ['no alg', () => withJwe({ header: { alg: undefined } }), 'jwe-alg', illegal, /no alg/],
  [
    'enc',
    () => withJwe({ header: { enc: 'A128GCM' } }),
    'jwe-enc',
    'INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER',
    /"A128GCM", not A256GCM/,
  ],
  ['no enc', () => withJwe({ header: { enc: undefined } }), 'jwe-enc', illegal, /no enc/],
  [
    'kid of the header',
    () => withJwe({ kid: 'else' }),
    'jwe-kid',
    'INCORRECT_KEYID_IN_JWE_HEADER',
    /"else", not acme-data-1/,
  ],
  ['no kid in the header', () => withJwe({ header: { kid: undefined } }), 'jwe-kid', illegal, /no kid/],
  ['no jti', () => withJwe({ jti: undefined }), 'jwe-jti', illegal, /no jti/],
  [
    'another jti',
    () => withJwe({ jti: 'e5ab58fd2ced013f2a46d5c8144dd439' }),
    'jwe-jti',
    'INCORRECT_NONCE_IN_JWE_HEADER',
    /isn't the requestId/,
  ],
  ['a long vector', () => withJwe({ ivSize: 16 }), 'iv-size', jwe, /16 bytes, not 12/],
  ['a short tag', () => withJwe({ tagSize: 12 }), 'tag-size', jwe, /12 bytes, not 16/],
  [
    'a shorter certificate',
    () => withJwe({ publicKey: other() }),
    'content-key-size',
    contentKey,
    /256 bytes, not 512/,
  ],
  ['OAEP of SHA-256', () => withJwe({ oaepHash: 'sha256' }), 'content-key', contentKey, /OAEP and SHA256/],
  [
    'a damaged content key',
    () => withJwe({ parts: part(1, (text) => `AAAA${text.slice(4)}`) }),
    'content-key',
    contentKey,
    /doesn't decrypt/,
  ],
  [
    'no header as additional data',
    () => withJwe({ withoutHeaderAsData: true }),
    'data-key',
    dataKey,
    /header was not used/,
  ],
  [
    'another content key',
    () => withJwe({ encryptedWith: randomBytes(32) }),
    'data-key',
    dataKey,
    /tag is wrong/,
  ],
  [
    'a damaged tag',
    () => withJwe({ parts: part(4, () => Buffer.alloc(16).toString('base64url')) }),
    'data-key',
    dataKey,
    /tag is wrong/,
  ],
];

describe('a service with one error', () => {
  test.each(broken)('%s: fails only that check', async (_name, answer, check, statusCode, message) => {
    service.answer = answer();
    const result = await probe();
    expect(failures(result)).toEqual([[check, statusCode]]);
    expect(result.outcome).toBe('refused');
    expect(result.checks.find(({ ok }) => ok === false)?.message).toMatch(message);
    expect(result.checks).toHaveLength(checkNames.length);
  });

  test('a content key of 16 bytes', async () => {
    const key = randomBytes(32);
    service.answer = withJwe({ contentKey: key.subarray(0, 16), encryptedWith: key });
    expect(failures(await probe())).toEqual([['content-key', contentKey]]);
  });

  test('a data key of 31 bytes: found by its length, and by the key itself if it can be decrypted', async () => {
    service.answer = withJwe({ dataKey: randomBytes(31) });
    expect(failures(await probe({ privateKey: undefined }))).toEqual([['data-key-size', size]]);
    expect(failures(await probe())).toEqual([
      ['data-key-size', size],
      ['data-key', size],
    ]);
  });

  test("a jti that wasn't requested", async () => {
    service.answer = withJwe({ jti: randomBytes(16).toString('hex') });
    const result = await probe({ replayDetection: false });
    expect(failures(result)).toEqual([['jwe-jti', illegal]]);
  });

  test('later checks are reported as not reached', async () => {
    service.answer = withText('');
    const { checks } = await probe();
    const after = checks.slice(checks.findIndex(({ check }) => check === 'body') + 1);
    expect(new Set(after.map(({ ok, message }) => `${ok} ${message}`))).toEqual(
      new Set(['null not reached']),
    );
  });

  test('a redirect is not followed', async () => {
    const before = service.requests.length;
    service.answer = withText('', 302, { Location: `${service.url}/else` });
    await probe();
    expect(service.requests).toHaveLength(before + 1);
  });

  test('terminal escapes and direction marks are never printed unescaped, and long texts are cut', async () => {
    service.answer = withJson(({ jwe }) => ({ kid: `\u001B[2J\u202E\u009B${'x'.repeat(10_000)}`, jwe }));
    const text = JSON.stringify((await probe()).checks.map(({ message }) => message));
    expect((await probe()).checks.map(({ message }) => message).join('')).not.toMatch(
      /[\u0000-\u001F\u007F-\u009F\u202E]/,
    );
    expect(text.length).toBeLessThan(3000);
  });

  test('the result contains nothing of the key', async () => {
    const key = randomBytes(32);
    const content = randomBytes(32);
    service.answer = withJwe({ dataKey: key, contentKey: content });
    const text = JSON.stringify(await probe());
    for (const secret of [key, content])
      for (const form of ['hex', 'base64', 'base64url'] as const)
        expect(text).not.toContain(secret.toString(form));
  });
});
