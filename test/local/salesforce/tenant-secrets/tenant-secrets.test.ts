import { afterEach, describe, expect, it } from '@jest/globals';
import { type Answer, type Client, closeAll, startOrg } from '../client.ts';

afterEach(closeAll);

const SECRETS = '/services/data/v66.0/sobjects/TenantSecret';
const HOUR = 60 * 60 * 1000;
const START = Date.parse('2026-06-01T12:00:00Z');

const insert = ({ rest }: Client, row: object): Promise<Answer> => rest('POST', SECRETS, row);
const update = ({ rest }: Client, id: string, row: object): Promise<Answer> =>
  rest('PATCH', `${SECRETS}/${id}`, row);
const list = async ({ query }: Client) =>
  (
    await query(
      'SELECT Id, Type, Version, Status, Source, Description, KeyDerivationMode FROM TenantSecret ORDER BY Version',
    )
  ).body.records;
const later = ({ org }: Client, hours: number): Promise<void> => org.setTime(START + hours * HOUR);
const exported = async ({ org }: Client, id: string): Promise<string> => {
  const response = await fetch(`${org.url}${SECRETS}/${id}/SecretValue`, {
    headers: { authorization: `Bearer ${org.accessToken}` },
  });
  return Buffer.from(await response.arrayBuffer()).toString('base64');
};

/** An org with a Data secret (version 1) that was archived by another (version 2). */
const rotated = async (): Promise<{ client: Client; archived: string; active: string }> => {
  const client = await startOrg({ clock: () => START });
  const [first] = await list(client);
  const { body } = await insert(client, { Description: 'rotated', Type: 'Data' });
  return { client, archived: first.Id, active: body.id };
};

describe('a tenant secret made by Salesforce (Object Reference, TenantSecret)', () => {
  it('is the active one of its type, and the one before is archived', async () => {
    const { client, active } = await rotated();
    expect(active).toMatch(/^02G/);
    expect(await list(client)).toMatchObject([
      { Type: 'Data', Version: 1, Status: 'ARCHIVED', Source: 'HSM' },
      { Type: 'Data', Version: 2, Status: 'ACTIVE', Source: 'HSM', Description: 'rotated' },
    ]);
  });

  it('is of type Data unless another is given, and derived', async () => {
    const client = await startOrg({ seed: { tenantSecret: false } });
    await insert(client, {});
    expect(await list(client)).toMatchObject([{ Type: 'Data', Version: 1, KeyDerivationMode: 'PBKDF2' }]);
  });

  it('leaves the secrets of other types active; versions are unique in the org', async () => {
    const client = await startOrg();
    await insert(client, { Type: 'SearchIndex' });
    expect(await list(client)).toMatchObject([
      { Type: 'Data', Version: 1, Status: 'ACTIVE' },
      { Type: 'SearchIndex', Version: 2, Status: 'ACTIVE' },
    ]);
  });

  it.each([
    ['a type that there is not', { Type: 'Nonsense' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a status', { Status: 'ACTIVE' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['a version', { Version: 7 }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['no derivation', { KeyDerivationMode: 'NONE' }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['fields of a remote key', { RemoteKeyIdentifier: 'kid' }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['a value that is no base64', { SecretValue: '?' }, 'JSON_PARSER_ERROR'],
  ])('with %s is refused', async (_what, row, errorCode) => {
    const client = await startOrg();
    const { status, body } = await insert(client, row);
    expect([status, body[0].errorCode]).toEqual([400, errorCode]);
    expect(await list(client)).toHaveLength(1);
  });

  it('of a type that came with a later version of the API is refused by an older (salesforce.md, section 6.1)', async () => {
    const { rest, get } = await startOrg();
    const older = '/services/data/v61.0/sobjects/TenantSecret';
    const { body } = await rest('POST', older, { Type: 'Database' });
    expect(body[0].errorCode).toBe('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
    const types = async (path: string) =>
      (await get(`${path}/describe`)).body.fields
        .find(({ name }: { name: string }) => name === 'Type')
        .picklistValues.map(({ value }: { value: string }) => value);
    expect(await types(older)).not.toContain('Database');
    expect(await types(SECRETS)).toContain('Database');
  });

  it('is never deleted', async () => {
    const { client, active } = await rotated();
    const { status, body } = await client.rest('DELETE', `${SECRETS}/${active}`);
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_TYPE_FOR_OPERATION']);
  });

  it('can be made by anonymous Apex, as the guide does', async () => {
    const client = await startOrg();
    const { body } = await client.apex(
      "TenantSecret secret = new TenantSecret(); secret.Description = 'by Apex'; insert secret;",
    );
    expect(body).toMatchObject({ compiled: true, success: true });
    expect(await list(client)).toMatchObject([
      { Status: 'ARCHIVED' },
      { Status: 'ACTIVE', Description: 'by Apex' },
    ]);
  });
});

describe('rotation (Object Reference, TenantSecret: "once every …")', () => {
  it.each([
    ['production', 'Data', 24],
    ['developer', 'Data', 24],
    ['sandbox', 'Data', 4],
    ['production', 'SearchIndex', 168],
    ['sandbox', 'SearchIndex', 168],
  ] as const)('in a %s org of type %s waits %i hours', async (kind, Type, hours) => {
    const client = await startOrg({ kind, clock: () => START });
    await insert(client, { Type });
    await later(client, hours - 0.01);
    const { status, body } = await insert(client, { Type });
    expect([status, body[0].errorCode]).toEqual([400, 'FIELD_INTEGRITY_EXCEPTION']);
    expect(body[0].message).toContain(new Date(START + hours * HOUR).toISOString());
    await later(client, hours);
    expect((await insert(client, { Type })).status).toBe(201);
  });
});

describe('destroying and importing (Object Reference, TenantSecret; salesforce.md, section 6.1)', () => {
  it('takes the value away, and only the value that was exported brings it back, archived', async () => {
    const { client, archived } = await rotated();
    const value = await exported(client, archived);
    expect((await update(client, archived, { SecretValue: null, Status: 'Destroyed' })).status).toBe(204);
    expect(await list(client)).toMatchObject([{ Status: 'DESTROYED' }, { Status: 'ACTIVE' }]);
    expect((await client.get(`${SECRETS}/${archived}/SecretValue`)).status).toBe(404);

    const other = await update(client, archived, { SecretValue: Buffer.alloc(256).toString('base64') });
    expect([other.status, other.body[0].errorCode]).toEqual([400, 'FIELD_INTEGRITY_EXCEPTION']);
    const back = { Status: 'Archived', SecretValue: value };
    expect((await update(client, archived, back)).status).toBe(204);
    expect(await list(client)).toMatchObject([{ Status: 'ARCHIVED' }, { Status: 'ACTIVE' }]);
    expect(await exported(client, archived)).toBe(value);
  });

  it('works without a Status, as in the Object Reference', async () => {
    const { client, archived } = await rotated();
    await update(client, archived, { SecretValue: null });
    expect(await list(client)).toMatchObject([{ Status: 'DESTROYED' }, { Status: 'ACTIVE' }]);
  });

  it.each([
    ['destroying the active one', 'active', { SecretValue: null, Status: 'DESTROYED' }],
    ['importing what is not destroyed', 'archived', { SecretValue: 'AAAA' }],
    ['activating an archived one', 'archived', { Status: 'ACTIVE' }],
    ['archiving the active one', 'active', { Status: 'ARCHIVED' }],
    ['a value away and another status', 'archived', { SecretValue: null, Status: 'ARCHIVED' }],
  ] as const)('refuses %s', async (_what, which, row) => {
    const { client, ...ids } = await rotated();
    const before = await list(client);
    const { status, body } = await update(client, ids[which], row);
    expect([status, body[0].errorCode]).toEqual([400, 'FIELD_INTEGRITY_EXCEPTION']);
    expect(await list(client)).toEqual(before);
  });

  it('of a description changes nothing else', async () => {
    const { client, archived } = await rotated();
    await update(client, archived, { Description: 'the first' });
    expect(await list(client)).toMatchObject([
      { Description: 'the first', Status: 'ARCHIVED' },
      { Status: 'ACTIVE' },
    ]);
  });
});

describe('what is read of a tenant secret', () => {
  it('is never the value: queries give the address of what can be exported (REST API Developer Guide, Get Blob Data)', async () => {
    const { client, active } = await rotated();
    const { body } = await client.query(`SELECT SecretValue FROM TenantSecret WHERE Id = '${active}'`);
    expect(body.records[0].SecretValue).toBe(`${SECRETS}/${active}/SecretValue`);
    const row = (await client.get(`${SECRETS}/${active}`)).body;
    expect([row.SecretValue, row.SecretValueHash]).toEqual([`${SECRETS}/${active}/SecretValue`, null]);
  });

  it('is in Apex a Blob, which can be imported again', async () => {
    const { client, archived } = await rotated();
    const { body } = await client.apex(
      `TenantSecret s = [SELECT Id, SecretValue FROM TenantSecret WHERE Id = '${archived}'];
       Blob kept = s.SecretValue; s.SecretValue = null; update s; s.SecretValue = kept; update s;`,
    );
    expect(body).toMatchObject({ success: true });
    expect(await list(client)).toMatchObject([{ Status: 'ARCHIVED' }, { Status: 'ACTIVE' }]);
  });
});

describe('who may work with keys (salesforce.md, section 10)', () => {
  const users = [
    { username: 'reader@acme.example', permissions: ['ApiEnabled', 'AuthorApex'] },
    {
      username: 'keys@acme.example',
      permissions: ['ApiEnabled', 'ManageEncryptionKeys'],
      highAssurance: false,
    },
  ] as const;

  it('is who has Manage Encryption Keys', async () => {
    const client = await startOrg({ seed: { users } });
    const [{ Id }] = await list(client);
    const token = client.org.users[1]?.accessToken;
    for (const [method, path, row] of [
      ['POST', SECRETS, {}],
      ['PATCH', `${SECRETS}/${Id}`, { Description: 'x' }],
      ['GET', `${SECRETS}/${Id}/SecretValue`, undefined],
    ] as const) {
      const { status, body } = await client.rest(method, path, row, token);
      expect([status, body[0].errorCode]).toEqual([403, 'INSUFFICIENT_ACCESS']);
    }
    expect((await client.get(`${SECRETS}/${Id}`, token)).body.SecretValue).toBeNull();
    const { body } = await client.apex('insert new TenantSecret();', token);
    expect(body.exceptionMessage).toContain('INSUFFICIENT_ACCESS');
  });

  it('needs a session of high assurance where the policy says so, by REST, collections and Apex', async () => {
    const client = await startOrg({ seed: { users, stepUp: true } });
    const token = client.org.users[2]?.accessToken;
    const { status, body } = await client.rest('POST', SECRETS, {}, token);
    expect([status, body[0].errorCode]).toEqual([403, 'INSUFFICIENT_ACCESS']);
    expect(body[0].message).toContain('high assurance');
    const records = [{ attributes: { type: 'TenantSecret' } }];
    const collection = await client.rest(
      'POST',
      '/services/data/v66.0/composite/sobjects',
      { records },
      token,
    );
    expect(collection.body[0].errors[0].message).toContain('high assurance');
    expect((await insert(client, {})).status).toBe(201);
  });

  it('does not need one where there is no such policy', async () => {
    const client = await startOrg({ seed: { users } });
    expect((await client.rest('POST', SECRETS, {}, client.org.users[2]?.accessToken)).status).toBe(201);
  });
});
