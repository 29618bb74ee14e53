import { afterEach, describe, expect, it } from '@jest/globals';
import { certificate, deployed } from '../certificates/certificate.ts';
import { closeAll } from '../client.ts';
import { readRetainedMessages } from '../cometd/cometd.ts';
import { type KeyServiceOrg, keyServiceOrg, SECRETS, START } from '../key-service/key-service-org.ts';
import { namedCredential, packageXml } from '../samples.ts';

afterEach(closeAll);

const DAY = 24 * 60 * 60 * 1000;

const live = async () => {
  const org = await keyServiceOrg();
  const { status, body } = await org.insert();
  expect(status).toBe(201);
  return { ...org, id: String(body.id) };
};

/** Adds a second certificate, which the key service then uses because it is the newest. */
const addCertificate = async ({ client }: KeyServiceOrg) => {
  await client.org.setTime(START + 60_000);
  await deployed(client, {
    'package.xml': packageXml(['Certificate/AcmeByok2']),
    'certs/AcmeByok2.crt-meta.xml': certificate(),
  });
};

/** Adds a second named credential and returns its id. */
const addService = async ({ client }: KeyServiceOrg, path: string): Promise<string> => {
  await deployed(client, {
    'package.xml': packageXml(['NamedCredential/Nc2']),
    'namedCredentials/Nc2.namedCredential': namedCredential('Ec', client.org.keyService.keyService + path),
  });
  const { body } = await client.query("SELECT Id FROM NamedCredential WHERE DeveloperName = 'Nc2'");
  return body.records[0].Id;
};

describe('a cache-only key with a new path (salesforce.md, section 6.1: C, U)', () => {
  it('gets another certificate if it could be opened with that', async () => {
    const org = await live();
    const { client, id } = org;
    await addCertificate(org);
    const change = () => client.rest('PATCH', `${SECRETS}/${id}`, { RemoteKeyCertificate: 'AcmeByok2' });
    await client.org.setKeyService({ all: { certificate: 'AcmeByok' } });
    const { status, body } = await change();
    expect([status, body[0].message]).toEqual([
      400,
      expect.stringContaining('MALFORMED_CONTENT_ENCRYPTION_KEY'),
    ]);
    const row = async () => (await client.get(`${SECRETS}/${id}`)).body;
    expect(await row()).toMatchObject({ Status: 'ACTIVE', RemoteKeyCertificate: 'AcmeByok' });
    await client.org.setKeyService({});
    expect((await change()).status).toBe(204);
    expect(await row()).toMatchObject({ Status: 'ACTIVE', RemoteKeyCertificate: 'AcmeByok2' });
    expect((await readRetainedMessages(client)).map(({ StatusCode }) => StatusCode)).toEqual([
      'SUCCESS',
      'MALFORMED_CONTENT_ENCRYPTION_KEY',
      'SUCCESS',
    ]);
    await client.org.flushKeyCache();
    expect(await row()).toMatchObject({ Status: 'ACTIVE' });
  });

  it('gets another named credential if it was fetched through that', async () => {
    const org = await live();
    const { client, id } = org;
    const change = (RemoteKeyServiceId: string) =>
      client.rest('PATCH', `${SECRETS}/${id}`, { RemoteKeyServiceId });
    const { body } = await change(await addService(org, '/nowhere'));
    expect(body[0].message).toContain('DESTROY_HTTP_CODE: ');
    expect((await change('0XA000000000099')).body[0].errorCode).toBe('INVALID_CROSS_REFERENCE_KEY');
    const second = await addService(org, '');
    expect((await change(second.slice(0, 15))).status).toBe(204);
    expect((await client.get(`${SECRETS}/${id}`)).body).toMatchObject({
      Status: 'ACTIVE',
      RemoteKeyServiceId: second,
    });
  });

  it('that is destroyed is activated by it', async () => {
    const org = await live();
    const { client, id, secrets } = org;
    await addCertificate(org);
    await client.org.flushKeyCache();
    expect(await secrets()).toMatchObject([{}, { Status: 'DESTROYED' }]);
    const changes = { Status: 'Active', RemoteKeyCertificate: 'AcmeByok2' };
    expect((await client.rest('PATCH', `${SECRETS}/${id}`, changes)).status).toBe(204);
    expect(await secrets()).toMatchObject([{}, { Status: 'ACTIVE' }]);
    expect((await client.get(`${SECRETS}/${id}`)).body.RemoteKeyCertificate).toBe('AcmeByok2');
  });

  it('recovers by itself, if its path changed while it was DESTROYED', async () => {
    const org = await live();
    const { client, id, secrets } = org;
    await addCertificate(org);
    await client.org.flushKeyCache();
    await client.rest('PATCH', `${SECRETS}/${id}`, { RemoteKeyCertificate: 'AcmeByok2' });
    expect(await secrets()).toMatchObject([{}, { Status: 'DESTROYED' }]);
    await client.org.setTime(START + 2 * 60_000);
    expect(await secrets()).toMatchObject([{}, { Status: 'ACTIVE' }]);
  });

  it("can't be destroyed in the same request", async () => {
    const { client, id } = await live();
    const { status, body } = await client.rest('PATCH', `${SECRETS}/${id}`, {
      RemoteKeyCertificate: 'AcmeByok2',
      SecretValue: null,
      Status: 'Destroyed',
    });
    expect([status, body[0].fields]).toEqual([400, ['RemoteKeyCertificate']]);
  });

  it("can't be one of Salesforce's", async () => {
    const { client, secrets } = await live();
    const [{ Id } = {}] = await secrets();
    const { body } = await client.rest('PATCH', `${SECRETS}/${Id}`, { RemoteKeyCertificate: 'AcmeByok' });
    expect(body[0].message).toContain('a tenant secret of source HSM has no RemoteKeyCertificate');
  });

  it("can't be activated while it is archived", async () => {
    const { client, id } = await live();
    await client.org.setTime(START + 2 * DAY);
    await client.rest('POST', SECRETS, {});
    const { status, body } = await client.rest('PATCH', `${SECRETS}/${id}`, { Status: 'Active' });
    expect([status, body[0].message]).toEqual([
      400,
      expect.stringContaining("ARCHIVED can't be made ACTIVE"),
    ]);
  });
});

describe('a tenant secret by its version (REST API Developer Guide, sObject Rows by External ID)', () => {
  it('is read and changed', async () => {
    const { client, id } = await live();
    const path = `${SECRETS}/Version/2`;
    expect((await client.get(path)).body).toMatchObject({ Id: id, Version: 2, Source: 'REMOTE' });
    const { status, body } = await client.rest('PATCH', path, { Description: 'second' });
    expect([status, body]).toEqual([200, { id, success: true, errors: [], created: false }]);
    expect((await client.get(path)).body.Description).toBe('second');
  });

  it.each([
    ['GET', 'Version/9'],
    ['PATCH', 'Version/9'],
    ['PATCH', 'Description/x'],
    ['GET', 'Description/x'],
  ])("doesn't exist: %s %s", async (method, path) => {
    const { client } = await live();
    const { status } = await client.rest(method, `${SECRETS}/${path}`, method === 'PATCH' ? {} : undefined);
    expect(status).toBe(404);
  });
});
