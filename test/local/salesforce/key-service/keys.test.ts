import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import {
  createLocalOrg,
  type KeyServiceAnswer,
  type KeyServiceFacts,
  type KeyServiceFault,
  type LocalOrg,
} from '../../../../src/local/salesforce/index.ts';
import { certificate, certificateFiles, deployed, privateKey } from '../certificates/certificate.ts';
import { type Client, closeAll, startOrg } from '../client.ts';
import { readRetainedMessages } from '../cometd/cometd.ts';
import { param, variant } from '../connect/chain.ts';
import { packageXml } from '../samples.ts';
import { KID, keyServiceOrg, START } from './key-service-org.ts';

afterEach(closeAll);

const withCertificate = async (): Promise<Client> => {
  const client = await startOrg({ seed: { certificateKeys: { AcmeByok: privateKey() } } });
  await deployed(client, certificateFiles());
  return client;
};

const fetchKey = async ({ keyService }: LocalOrg, path = KID) => {
  const response = await fetch(`${keyService.keyService}/${path}`, {
    headers: { 'x-api-key': keyService.clientSecret },
    redirect: 'manual',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
};

const open = async (text: string, key = privateKey()) => {
  const { kid, jwe } = JSON.parse(text);
  const { plaintext } = await compactDecrypt(jwe, createPrivateKey(key));
  return { kid, header: decodeProtectedHeader(jwe), plaintext: Buffer.from(plaintext) };
};

describe('a key of the key service (salesforce.md, section 6.3)', () => {
  it('is wrapped for the certificate of the org, and jose can open it', async () => {
    const { org } = await withCertificate();
    const { status, headers, text } = await fetchKey(org);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^application\/json/)]);
    const { kid, header, plaintext } = await open(text);
    expect(kid).toBe(KID);
    expect(header).toEqual({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: KID });
    expect(plaintext).toHaveLength(32);
  });

  it('contains the id of the request', async () => {
    const { org } = await withCertificate();
    const jti = 'e5ab58fd2ced013f2a46d5c8144dd439';
    const { header } = await open((await fetchKey(org, `${KID}?requestId=${jti}`)).text);
    expect(header).toEqual({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: KID, jti });
  });

  it('is the same in each request and different for each identifier, in a new envelope', async () => {
    const { org } = await withCertificate();
    const texts = await Promise.all([fetchKey(org), fetchKey(org), fetchKey(org, 'acme-data-2')]);
    const [one, again, other] = await Promise.all(texts.map(({ text }) => open(text)));
    expect(again?.plaintext).toEqual(one?.plaintext);
    expect(other?.plaintext).not.toEqual(one?.plaintext);
    expect(texts[0]?.text).not.toBe(texts[1]?.text);
  });

  it('stays after a reset of the org', async () => {
    const client = await withCertificate();
    const before = await open((await fetchKey(client.org)).text);
    await client.org.reset();
    expect((await fetchKey(client.org)).status).toBe(409);
    await deployed(client, certificateFiles());
    expect((await open((await fetchKey(client.org)).text)).plaintext).toEqual(before.plaintext);
  });

  it.each(['a b', 'a%2Fb', 'ä', 'a'.repeat(256)])(
    "isn't returned for an identifier like %s",
    async (identifier) => {
      const { org } = await withCertificate();
      expect((await fetchKey(org, identifier)).status).toBe(404);
    },
  );

  it('is for clients that use Basic, or their secret as x-api-key', async () => {
    const { keyService } = (await withCertificate()).org;
    const { clientId, clientSecret } = keyService;
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${keyService.keyService}/${KID}`, { headers })).status;
    expect(await status(basic(`${clientId}:${clientSecret}`))).toBe(200);
    expect(await status({ 'x-api-key': clientSecret })).toBe(200);
    for (const wrong of [basic(`${clientId}:x`), basic(clientSecret), { 'x-api-key': 'x' }, {}])
      expect(await status(wrong)).toBe(401);
  });

  it("doesn't exist without a certificate to wrap it for", async () => {
    const client = await startOrg({ seed: { certificateKeys: { AcmeByok: privateKey() } } });
    const refused = async () => {
      const { status, text } = await fetchKey(client.org);
      return [status, JSON.parse(text)];
    };
    const none = [
      409,
      {
        error: 'no_certificate',
        error_description: 'the org has no certificate of 4096 bits for customer-supplied keys',
      },
    ];
    expect(await refused()).toEqual(none);
    await deployed(client, certificateFiles(certificate({ encryptedWithPlatformEncryption: false })));
    expect(await refused()).toEqual(none);
    await client.org.setKeyService({ all: { certificate: 'Nope' } });
    expect(await refused()).toEqual([
      409,
      { error: 'no_certificate', error_description: 'the org has no certificate Nope' },
    ]);
  });

  it('is wrapped for the newest certificate, or for a named one', async () => {
    const client = await startOrg({ seed: { certificateKeys: { Zulu: privateKey() } } });
    for (const name of ['Zulu', 'Alpha']) {
      await deployed(client, {
        'package.xml': packageXml([`Certificate/${name}`]),
        [`certs/${name}.crt-meta.xml`]: certificate({ masterLabel: name }),
      });
      await client.org.setTime(Date.now() + 60_000);
    }
    const { text } = await fetchKey(client.org);
    await expect(open(text)).rejects.toThrow('decryption operation failed');
    await client.org.setKeyService({ identifiers: { [KID]: { certificate: 'Zulu' } } });
    expect((await open((await fetchKey(client.org)).text)).plaintext).toHaveLength(32);
  });
});

describe('a cache-only key', () => {
  const throughBasic = ({ clientId, clientSecret }: KeyServiceFacts) => ({
    protocol: 'Basic',
    credentials: { username: clientId, password: clientSecret },
  });
  const throughCustom = ({ clientSecret }: KeyServiceFacts) => ({
    protocol: 'Custom',
    parameters: param('AuthHeader', 'x-api-key', '{!$Credential.Ec.ApiKey}'),
    credentials: { ApiKey: clientSecret },
  });

  it.each([
    ['OAuth', undefined],
    ['Basic', throughBasic],
    ['an api key', throughCustom],
  ])('is active after the org fetched it by %s from the key service and opened it', async (_how, chain) => {
    const { client, insert, secrets } = await keyServiceOrg(chain ? { chain } : {});
    expect((await insert()).status).toBe(201);
    expect(await secrets()).toMatchObject([
      { Version: 1, Source: 'HSM', Status: 'ARCHIVED' },
      { Version: 2, Source: 'REMOTE', Status: 'ACTIVE' },
    ]);
    expect(await readRetainedMessages(client)).toMatchObject([{ StatusCode: 'SUCCESS' }]);
  });

  it('is active with replay detection', async () => {
    const settings = { enableCacheOnlyKeys: true, enableReplayDetection: true };
    const { insert } = await keyServiceOrg({ settings });
    expect((await insert()).status).toBe(201);
  });

  it("isn't, with a wrong secret", async () => {
    const chain = ({ tokenUrl, clientId }: KeyServiceFacts) => ({
      protocol: 'Oauth',
      parameters:
        variant('Oauth', 'ClientCredentialsClientSecret') +
        param('AuthProviderUrl', 'AuthProviderUrl', tokenUrl),
      credentials: { clientId, clientSecret: 'wrong' },
    });
    const { insert } = await keyServiceOrg({ chain });
    expect((await insert()).body[0].message).toContain('AUTHENTICATION_FAILURE_RESPONSE: ');
  });

  it('is active after one 401, because the token is renewed', async () => {
    const { client, insert } = await keyServiceOrg();
    await client.org.setKeyService({ all: { fault: 'unauthorizedOnce' } });
    expect((await insert()).status).toBe(201);
  });
});

const REPLAY = { enableCacheOnlyKeys: true, enableReplayDetection: true };

describe('the faults of the key service', () => {
  const cases: readonly [KeyServiceFault, string, KeyServiceAnswer?][] = [
    ['status', 'DESTROY_HTTP_CODE'],
    ['status', 'DESTROY_HTTP_CODE', { status: 429 }],
    ['status', 'ERROR_HTTP_CODE', { status: 204 }],
    ['unknownIdentifier', 'DESTROY_HTTP_CODE'],
    ['unauthorized', 'AUTHENTICATION_FAILURE_RESPONSE'],
    ['unauthorizedOnce', 'AUTHENTICATION_FAILURE_RESPONSE', { times: 2 }],
    ['redirect', 'ERROR_HTTP_CODE'],
    ['drop', 'UNKNOWN_ERROR'],
    ['slow', 'RESPONSE_TIMEOUT', { milliseconds: 3000 }],
    ['hang', 'RESPONSE_TIMEOUT'],
    ['emptyBody', 'EMPTY_RESPONSE'],
    ['notJson', 'MALFORMED_JSON_RESPONSE'],
    ['missingJwe', 'MALFORMED_JSON_RESPONSE'],
    ['wrongKidInJson', 'INCORRECT_KEYID_IN_JSON'],
    ['wrongKidInHeader', 'INCORRECT_KEYID_IN_JWE_HEADER'],
    ['wrongAlg', 'INCORRECT_ALGORITHM_IN_JWE_HEADER'],
    ['wrongEnc', 'INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER'],
    ['extraHeaderParameter', 'ILLEGAL_PARAMETERS_IN_JWE_HEADER'],
    ['missingJti', 'ILLEGAL_PARAMETERS_IN_JWE_HEADER'],
    ['wrongJti', 'INCORRECT_NONCE_IN_JWE_HEADER'],
    ['unaskedJti', 'SUCCESS'],
    ['missingPart', 'MALFORMED_JWE_RESPONSE'],
    ['paddedPart', 'MALFORMED_JWE_RESPONSE'],
    ['headerNotJson', 'MALFORMED_JWE_RESPONSE'],
    ['wrongIvSize', 'MALFORMED_JWE_RESPONSE'],
    ['wrongTagSize', 'MALFORMED_JWE_RESPONSE'],
    ['wrongContentKeySize', 'MALFORMED_CONTENT_ENCRYPTION_KEY'],
    ['foreignContentKey', 'MALFORMED_CONTENT_ENCRYPTION_KEY'],
    ['shortDataKey', 'INCORRECT_DATA_ENCRYPTION_KEY_SIZE'],
    ['brokenTag', 'MALFORMED_DATA_ENCRYPTION_KEY'],
  ];

  it('lead to the status code in their event', async () => {
    const { client, insert } = await keyServiceOrg({ settings: REPLAY, seed: { keyTimeout: 400 } });
    for (const [fault, statusCode, more] of cases) {
      await client.org.setKeyService({ all: { fault, ...more } });
      const { status, body } = await insert();
      const seen = status === 201 ? 'SUCCESS' : body[0].message.split(':')[0];
      expect([fault, seen]).toEqual([fault, statusCode]);
      if (status === 201) await client.org.setTime(START + 2 * 24 * 3_600_000);
    }
    const events = await readRetainedMessages(client);
    expect(events.map(({ StatusCode }) => StatusCode).toSorted()).toEqual(
      cases.map(([, code]) => code).toSorted(),
    );
    const named = new Set(cases.map(([fault]) => fault));
    const { body } = await client.rest('PUT', '/local-org/key-service', { all: { fault: 'none' } });
    for (const name of named) expect(body[0].message).toContain(`"${name}"`);
    expect(body[0].message.match(/\|/g)).toHaveLength(named.size - 1);
  });

  it('without replay detection refuse an answer with a jti', async () => {
    const { client, insert } = await keyServiceOrg();
    await client.org.setKeyService({ all: { fault: 'unaskedJti' } });
    expect((await insert()).body[0].message).toContain('ILLEGAL_PARAMETERS_IN_JWE_HEADER');
  });

  it('apply to all identifiers or to one, and end after so many times', async () => {
    const { org } = await withCertificate();
    await org.setKeyService({
      all: { fault: 'status', status: 500, times: 1 },
      identifiers: { two: { fault: 'unknownIdentifier' }, three: {} },
    });
    const status = async (identifier: string) => (await fetchKey(org, identifier)).status;
    expect([await status('one'), await status('one')]).toEqual([500, 200]);
    expect([await status('two'), await status('two')]).toEqual([404, 404]);
    expect(await status('three')).toBe(200);
    await org.setKeyService({});
    expect(await status('two')).toBe(200);
  });

  it('can be set by the control endpoint too, also by a process that joined the org', async () => {
    const client = await withCertificate();
    const settings = { identifiers: { [KID]: { fault: 'redirect' } } };
    expect((await client.rest('PUT', '/local-org/key-service', settings)).status).toBe(204);
    expect((await client.get('/local-org/key-service')).body).toEqual(settings);
    const redirect = await fetchKey(client.org);
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, `/keys/${KID}`]);
    expect((await client.rest('DELETE', '/local-org/key-service')).status).toBe(204);
    expect((await fetchKey(client.org)).status).toBe(200);
    expect((await client.rest('PUT', '/local-org/key-service', {}, 'x')).status).toBe(401);

    const stateDir = await mkdtemp(join(tmpdir(), 'keyway-switches-'));
    const shared = await startOrg({ stateDir, shared: true });
    const joined = await createLocalOrg({ stateDir });
    await joined.setKeyService({ all: { fault: 'unknownIdentifier' } });
    expect((await fetchKey(shared.org)).status).toBe(404);
    await closeAll();
    await rm(stateDir, { recursive: true });
  });

  it.each([
    [{ all: { fault: 'nope' } }, 'all.fault'],
    [{ every: {} }, 'every'],
    [{ identifiers: { a: { status: 99 } } }, 'identifiers.a.status'],
  ])('refuse an unknown one: %j', async (settings, where) => {
    const { rest } = await startOrg();
    const { status, body } = await rest('PUT', '/local-org/key-service', settings);
    expect([status, body[0].message]).toEqual([400, expect.stringContaining(where)]);
  });
});
