import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices } from '../callout/service.ts';
import { settings, unrelatedKey } from '../certificates/certificate.ts';
import { closeAll } from '../client.ts';
import { readRetainedMessages, subscriber } from '../cometd/cometd.ts';
import { type KeyAnswer, KID, remoteKeyOrg, SECRETS, START } from './remote-key.ts';

afterEach(closeAll);
afterEach(closeServices);

const DAY = 24 * 60 * 60 * 1000;
const foreign = unrelatedKey();
const part = (index: number, change: (part: string) => string) => (jwe: string) =>
  jwe
    .split('.')
    .map((text, at) => (at === index ? change(text) : text))
    .join('.');

describe('a cache-only key (cache-only-keys-with-named-credentials.txt; salesforce.md, section 6.3)', () => {
  it('is active because the org fetched and opened it, as the Automated Process user', async () => {
    const { client, service, insert, secrets } = await remoteKeyOrg();
    const { status, body } = await insert({ Description: 'AcmeDataKey' });
    expect([status, body.success]).toEqual([201, true]);
    expect(service.received).toMatchObject([
      {
        method: 'GET',
        path: `/keys/${KID}`,
        headers: {
          authorization: `Basic ${Buffer.from('org:secret').toString('base64')}`,
          'user-agent': expect.stringMatching(/^SFDC-Callout\//),
        },
      },
    ]);
    expect(await secrets()).toMatchObject([
      { Source: 'HSM', Status: 'ARCHIVED' },
      { Source: 'REMOTE', Status: 'ACTIVE' },
    ]);
    expect(await readRetainedMessages(client)).toMatchObject([
      { StatusCode: 'SUCCESS', Details: null, RequestIdentifier: null },
    ]);
    expect((await client.get(`${SECRETS}/${body.id}`)).body.SecretValue).toBeNull();
  });

  it('with replay detection has an id in each request, and the JWE must contain it', async () => {
    const both = { enableCacheOnlyKeys: true, enableReplayDetection: true };
    const { client, service, insert, answerWith } = await remoteKeyOrg({ settings: both });
    answerWith({ header: { jti: undefined } });
    expect((await insert()).body[0].message).toContain('ILLEGAL_PARAMETERS_IN_JWE_HEADER');
    answerWith({ header: { jti: 'another' } });
    expect((await insert()).status).toBe(400);
    answerWith({});
    expect((await insert()).status).toBe(201);
    const nonces = service.received.map(({ path }) => /\?requestId=([0-9a-f]{32})$/.exec(path)?.[1]);
    expect(new Set(nonces).size).toBe(3);
    const events = await readRetainedMessages(client);
    expect(events.map(({ RequestIdentifier }) => RequestIdentifier)).toEqual(
      nonces.map((nonce) => expect.stringContaining(String(nonce))),
    );
  });

  it.each<[string, KeyAnswer]>([
    ['DESTROY_HTTP_CODE', { status: 404 }],
    ['DESTROY_HTTP_CODE', { status: 503 }],
    ['ERROR_HTTP_CODE', { status: 202 }],
    ['AUTHENTICATION_FAILURE_RESPONSE', { status: 401 }],
    ['EMPTY_RESPONSE', { body: '' }],
    ['MALFORMED_JSON_RESPONSE', { body: '<html>' }],
    ['MALFORMED_JSON_RESPONSE', { body: '{"kid":"acme-data-1"}' }],
    ['INCORRECT_KEYID_IN_JSON', { kid: 'other' }],
    ['MALFORMED_JWE_RESPONSE', { jwe: (jwe) => jwe.slice(0, jwe.lastIndexOf('.')) }],
    ['MALFORMED_JWE_RESPONSE', { jwe: part(0, () => 'AAAA') }],
    ['MALFORMED_JWE_RESPONSE', { jwe: part(4, (tag) => `${tag.slice(0, 10)}==`) }],
    ['MALFORMED_JWE_RESPONSE', { jwe: part(2, () => 'AAAA') }],
    ['ILLEGAL_PARAMETERS_IN_JWE_HEADER', { header: { typ: 'JWE' } }],
    ['INCORRECT_ALGORITHM_IN_JWE_HEADER', { header: { alg: 'RSA-OAEP-256' } }],
    ['INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER', { header: { enc: 'A256CBC-HS512' } }],
    ['INCORRECT_KEYID_IN_JWE_HEADER', { header: { kid: 'other' } }],
    ['MALFORMED_CONTENT_ENCRYPTION_KEY', { publicKey: foreign }],
    [
      'MALFORMED_DATA_ENCRYPTION_KEY',
      { jwe: part(3, (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)) },
    ],
    ['INCORRECT_DATA_ENCRYPTION_KEY_SIZE', { dataKey: randomBytes(31) }],
  ])('is refused with %s, and an event reports it', async (statusCode, answer) => {
    const { client, insert, answerWith, secrets } = await remoteKeyOrg();
    answerWith(answer);
    const { status, body } = await insert();
    expect([status, body[0].message]).toEqual([400, expect.stringContaining(`${statusCode}: `)]);
    expect(await secrets()).toMatchObject([{ Source: 'HSM', Status: 'ACTIVE' }]);
    const [event] = await readRetainedMessages(client);
    expect(event).toMatchObject({ StatusCode: statusCode, TenantSecretId: null });
    expect(JSON.parse(event.Details).message).not.toBe('');
  });

  it("is refused if the Automated Process user doesn't have the principal", async () => {
    const { client, service, insert } = await remoteKeyOrg({ assigned: false });
    const { body } = await insert();
    expect(body[0].message).toContain('AUTHENTICATION_FAILURE_RESPONSE: ');
    expect(body[0].message).toContain("We couldn't access the credential(s)");
    expect(service.received).toEqual([]);
    expect(await readRetainedMessages(client)).toMatchObject([
      { StatusCode: 'AUTHENTICATION_FAILURE_RESPONSE' },
    ]);
  });

  it.each([
    ['while the setting is off', { settings: { enableCacheOnlyKeys: false } }, {}, 'enableCacheOnlyKeys'],
    [
      'without an active Data secret',
      { seed: { tenantSecret: false } },
      {},
      'active tenant secret of type Data',
    ],
    ['as a root key', {}, { Type: 'SearchIndex' }, "can't be cache-only"],
    ['with an identifier that is none', {}, { RemoteKeyIdentifier: 'a/../b' }, 'RemoteKeyIdentifier'],
    ['without a certificate of the org', {}, { RemoteKeyCertificate: 'Nope' }, 'no certificate Nope'],
    ['without a named credential', {}, { RemoteKeyServiceId: '0XA000000000099' }, 'cross reference'],
  ])("isn't even fetched %s", async (_what, options, more, message) => {
    const { service, insert } = await remoteKeyOrg(options);
    const { status, body } = await insert(more);
    expect([status, body[0].message]).toEqual([400, expect.stringContaining(message)]);
    expect(service.received).toEqual([]);
  });

  it("isn't even fetched for an expired certificate", async () => {
    const { client, service, insert } = await remoteKeyOrg();
    await client.org.setTime(START + 3 * 365 * DAY);
    expect((await insert()).body[0].message).toContain('certificate AcmeByok is over');
    expect(service.received).toEqual([]);
  });

  it('can be created by anonymous Apex', async () => {
    const { client, row, secrets } = await remoteKeyOrg();
    const fields = Object.entries(await row()).map(([name, value]) => `${name} = '${value}'`);
    const { body } = await client.apex(`insert new TenantSecret(${fields.join(', ')});`);
    expect(body).toMatchObject({ success: true });
    expect(await secrets()).toMatchObject([{ Status: 'ARCHIVED' }, { Source: 'REMOTE', Status: 'ACTIVE' }]);
  });

  it('that is destroyed becomes active again once it can be fetched', async () => {
    const { client, insert, answerWith, secrets } = await remoteKeyOrg();
    const { id } = (await insert()).body;
    await client.org.setTime(START + 2 * DAY);
    await client.rest('POST', SECRETS, {});
    await client.rest('PATCH', `${SECRETS}/${id}`, { SecretValue: null, Status: 'Destroyed' });
    answerWith({ status: 503 });
    const activate = () => client.rest('PATCH', `${SECRETS}/${id}`, { Status: 'Active' });
    expect((await activate()).body[0].message).toContain('DESTROY_HTTP_CODE');
    expect(await secrets()).toMatchObject([{}, { Status: 'DESTROYED' }, { Status: 'ACTIVE' }]);
    answerWith({});
    expect((await activate()).status).toBe(204);
    expect(await secrets()).toMatchObject([{}, { Status: 'ACTIVE' }, { Status: 'ARCHIVED' }]);
    const events = await readRetainedMessages(client);
    expect(events.map(({ StatusCode, TenantSecretId }) => [StatusCode, TenantSecretId])).toEqual([
      ['SUCCESS', null],
      ['DESTROY_HTTP_CODE', id],
      ['SUCCESS', id],
    ]);
  });

  it('is reported to subscribers', async () => {
    const { client, insert } = await remoteKeyOrg();
    const { next } = await subscriber(client, -1);
    const waiting = next();
    await insert();
    expect(await waiting).toMatchObject([{ data: { payload: { StatusCode: 'SUCCESS' } } }]);
  });

  it('prevents its named credential and its certificate from being deleted', async () => {
    const { client, insert } = await remoteKeyOrg();
    await insert();
    await client.deploy(settings({ enableCacheOnlyKeys: false }));
    const { failures } = await client.deploy({
      'package.xml':
        '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>66.0</version></Package>',
      'destructiveChanges.xml':
        '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>AcmeByok</members><name>Certificate</name></types><types><members>Nc</members><name>NamedCredential</name></types></Package>',
    });
    expect(failures.map(({ fullName }) => fullName)).toEqual(['Nc', 'AcmeByok']);
  });
});
