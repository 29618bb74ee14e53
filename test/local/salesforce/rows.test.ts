import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from './client.ts';
import { chain } from './samples.ts';

afterEach(closeAll);

const SOBJECTS = '/services/data/v66.0/sobjects';

const permissionSetId = async ({ query }: Client): Promise<string> =>
  (await query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).body.records[0].Id;

const autoprocId = async ({ query }: Client): Promise<string> =>
  (await query("SELECT Id FROM User WHERE Alias = 'autoproc'")).body.records[0].Id;

describe('queries (REST API Developer Guide, Query)', () => {
  it('return records with their type and address, parents nested', async () => {
    const { query } = await startOrg();
    const { body } = await query("SELECT Id, Profile.Name FROM User WHERE Alias = 'admin'");
    expect(body).toMatchObject({ totalSize: 1, done: true });
    const { Id, attributes, Profile } = body.records[0];
    expect(attributes).toEqual({ type: 'User', url: `${SOBJECTS}/User/${Id}` });
    expect(Profile.Name).toBe('System Administrator');
  });

  it.each([
    ['data', 'ExternalCredential'],
    ['data', 'Certificate'],
    ['data', 'DeployRequest'],
    ['tooling', 'PermissionSetAssignment'],
    ['tooling', 'TenantSecret'],
  ])("in the %s API don't know %s: INVALID_TYPE (salesforce.md, section 10)", async (api, type) => {
    const { query, toolingQuery } = await startOrg();
    const { status, body } = await (api === 'data' ? query : toolingQuery)(`SELECT Id FROM ${type}`);
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_TYPE']);
    expect(body[0].message).toContain(`sObject type '${type}' is not supported.`);
  });

  it('answer MALFORMED_QUERY to invalid SOQL', async () => {
    const { query } = await startOrg();
    const { status, body } = await query('SELECT FROM WHERE');
    expect([status, body[0].errorCode]).toEqual([400, 'MALFORMED_QUERY']);
  });

  it('continue at nextRecordsUrl if there are more records than a page has', async () => {
    const users = Array.from({ length: 450 }, (_, n) => ({ username: `u${n}@acme.example` }));
    const { org, get } = await startOrg({ seed: { users } });
    const headers = { authorization: `Bearer ${org.accessToken}`, 'Sforce-Query-Options': 'batchSize=200' };
    const url = `/services/data/v66.0/query?q=${encodeURIComponent('SELECT Id FROM User')}`;
    const sizes: number[] = [];
    // biome-ignore lint/suspicious/noExplicitAny: what an API answers
    let page: any = await (await fetch(org.url + url, { headers })).json();
    const ids = new Set<string>();
    for (;;) {
      sizes.push(page.records.length);
      for (const { Id } of page.records) ids.add(Id);
      if (page.done) break;
      page = (await get(page.nextRecordsUrl)).body;
    }
    expect([sizes, ids.size, page.totalSize]).toEqual([[200, 200, 52], 452, 452]);
  });

  it('answer INVALID_QUERY_LOCATOR to an unknown page', async () => {
    const { get } = await startOrg();
    expect((await get('/services/data/v66.0/query/01g000000000009AAA-2000')).body[0].errorCode).toBe(
      'INVALID_QUERY_LOCATOR',
    );
  });

  it('return their columns, as sf data query requests', async () => {
    const { get } = await startOrg();
    const soql = encodeURIComponent('SELECT Id, Profile.Name FROM User');
    const { body } = await get(`/services/data/v66.0/query?q=${soql}&columns=true`);
    expect(body.columnMetadata).toMatchObject([
      { columnName: 'Id' },
      { columnName: 'Profile', joinColumns: [{ columnName: 'Name' }] },
    ]);
  });
});

describe('a PermissionSetAssignment (Object Reference)', () => {
  it('is created as a row', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const row = { AssigneeId: await autoprocId(client), PermissionSetId: await permissionSetId(client) };
    const { status, body } = await client.rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row);
    expect([status, body.success, body.id.slice(0, 3)]).toEqual([201, true, '0Pa']);
    const { body: found } = await client.query(
      "SELECT Assignee.Alias, IsActive FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'",
    );
    expect(found.records).toMatchObject([{ Assignee: { Alias: 'autoproc' }, IsActive: true }]);
  });

  it("is unique: DUPLICATE_VALUE with Salesforce's message (salesforce.md, section 7)", async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const row = { AssigneeId: await autoprocId(client), PermissionSetId: await permissionSetId(client) };
    await client.rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row);
    const { status, body } = await client.rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row);
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: `Duplicate PermissionSetAssignment. Assignee: ${row.AssigneeId}; Permission Set: ${row.PermissionSetId}`,
        errorCode: 'DUPLICATE_VALUE',
        fields: ['AssigneeId', 'PermissionSetId'],
      },
    ]);
  });

  it("can't be created by a user without Assign Permission Sets", async () => {
    const client = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: ['ApiEnabled'] }] },
    });
    await client.deploy(chain());
    const row = { AssigneeId: await autoprocId(client), PermissionSetId: await permissionSetId(client) };
    const { status, body } = await client.rest(
      'POST',
      `${SOBJECTS}/PermissionSetAssignment`,
      row,
      client.org.users[1]?.accessToken,
    );
    expect([status, body[0].errorCode]).toEqual([403, 'INSUFFICIENT_ACCESS']);
  });

  it.each([
    ['without an assignee', { PermissionSetId: '0PS000000000001GAA' }, 'REQUIRED_FIELD_MISSING'],
    [
      "of a set that doesn't exist",
      { PermissionSetId: '0PS000000000099GAA', AssigneeId: '005000000000001AAA' },
      'INVALID_CROSS_REFERENCE_KEY',
    ],
    [
      'with an id that is none',
      { PermissionSetId: 'nonsense', AssigneeId: '005000000000001AAA' },
      'MALFORMED_ID',
    ],
    ['with a field that there is not', { Foo: 1 }, 'INVALID_FIELD'],
    ['with a field that is read only', { IsActive: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['with a number for a reference', { AssigneeId: 5 }, 'JSON_PARSER_ERROR'],
  ])('%s is refused', async (_name, row, errorCode) => {
    const { rest } = await startOrg();
    const { status, body } = await rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row);
    expect([status, body[0].errorCode]).toEqual([400, errorCode]);
  });

  it("of autoproc is refused if its license doesn't allow the set's content (salesforce.md, section 7)", async () => {
    const client = await startOrg();
    const files = chain();
    const content = files['permissionsets/AcmeKeyAccess.permissionset']
      ?.concat()
      .replace(
        '</label>',
        '</label><userPermissions><enabled>true</enabled><name>ModifyAllData</name></userPermissions>',
      ) as string;
    await client.deploy({ ...files, 'permissionsets/AcmeKeyAccess.permissionset': content });
    const row = { AssigneeId: await autoprocId(client), PermissionSetId: await permissionSetId(client) };
    const { body } = await client.rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row);
    expect(body[0].message).toContain("user license doesn't allow the permission: ModifyAllData");
  });

  it('can be deleted', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const row = { AssigneeId: await autoprocId(client), PermissionSetId: await permissionSetId(client) };
    const { id } = (await client.rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row)).body;
    expect((await client.rest('DELETE', `${SOBJECTS}/PermissionSetAssignment/${id}`)).status).toBe(204);
    expect((await client.get(`${SOBJECTS}/PermissionSetAssignment/${id}`)).status).toBe(404);
  });

  it("gives its user the set's permissions", async () => {
    const client = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: ['ApiEnabled'] }] },
    });
    const files = chain();
    const granting = files['permissionsets/AcmeKeyAccess.permissionset']?.replace(
      '</label>',
      '</label><userPermissions><enabled>true</enabled><name>ModifyMetadata</name></userPermissions>',
    ) as string;
    await client.deploy({ ...files, 'permissionsets/AcmeKeyAccess.permissionset': granting });
    const [, user] = client.org.users;
    const row = { AssigneeId: user?.id, PermissionSetId: await permissionSetId(client) };
    await client.rest('POST', `${SOBJECTS}/PermissionSetAssignment`, row);
    const { body } = await client.query(
      'SELECT PermissionsModifyMetadata, PermissionsAuthorApex FROM UserPermissionAccess',
      user?.accessToken,
    );
    expect(body.records[0]).toMatchObject({ PermissionsModifyMetadata: true, PermissionsAuthorApex: false });
  });
});

describe('a SetupEntityAccess row (salesforce.md, section 3)', () => {
  it("grants a principal, and the permission set's metadata shows it", async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { SetupEntityId } = (await client.query('SELECT SetupEntityId FROM SetupEntityAccess')).body
      .records[0];
    const { id } = (await client.rest('POST', `${SOBJECTS}/PermissionSet`, { Name: 'Other', Label: 'Other' }))
      .body;
    const { status } = await client.rest('POST', `${SOBJECTS}/SetupEntityAccess`, {
      ParentId: id,
      SetupEntityId,
    });
    expect(status).toBe(201);
    const { text } = await client.soap(
      'm',
      '<readMetadata><type>PermissionSet</type><fullNames>Other</fullNames></readMetadata>',
    );
    expect(text).toContain('<externalCredentialPrincipal>AcmeKms-Key Service</externalCredentialPrincipal>');
  });
});

describe('rows of other types', () => {
  it.each([
    ['Organization', 'INVALID_TYPE_FOR_OPERATION', 400],
    ['NamedCredential', 'INVALID_TYPE_FOR_OPERATION', 400],
    ['User', 'LOCAL_ORG_NOT_EMULATED', 501],
  ])("%s can't be created", async (type, errorCode, expected) => {
    const { rest } = await startOrg();
    const { status, body } = await rest('POST', `${SOBJECTS}/${type}`, {});
    expect([status, body[0].errorCode]).toEqual([expected, errorCode]);
  });

  it("aren't found by the wrong API", async () => {
    const { get } = await startOrg();
    expect((await get(`${SOBJECTS}/ExternalCredential/describe`)).status).toBe(404);
    expect((await get('/services/data/v66.0/tooling/sobjects/ExternalCredential/describe')).status).toBe(200);
  });

  it('are described with their fields (sObject Describe)', async () => {
    const { get } = await startOrg();
    const { body } = await get(`${SOBJECTS}/PermissionSetAssignment/describe`);
    expect(body).toMatchObject({ name: 'PermissionSetAssignment', keyPrefix: '0Pa', createable: true });
    expect(body.fields.find(({ name }: { name: string }) => name === 'AssigneeId')).toMatchObject({
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'Assignee',
    });
  });
});

describe('composite/sobjects (REST API Developer Guide, sObject Collections)', () => {
  const sets = (names: readonly string[]) =>
    names.map((Name) => ({ attributes: { type: 'PermissionSet' }, Name, Label: Name }));

  it('creates several rows, each with its own outcome', async () => {
    const { rest, query } = await startOrg();
    const { body } = await rest('POST', '/services/data/v66.0/composite/sobjects', {
      records: sets(['A', 'A', 'B']),
    });
    expect(body.map(({ success }: { success: boolean }) => success)).toEqual([true, false, true]);
    expect(body[1].errors[0].statusCode).toBe('DUPLICATE_DEVELOPER_NAME');
    expect((await query("SELECT COUNT() FROM PermissionSet WHERE Name IN ('A', 'B')")).body.totalSize).toBe(
      2,
    );
  });

  it('with allOrNone creates none if one fails', async () => {
    const { rest, query } = await startOrg();
    const { body } = await rest('POST', '/services/data/v66.0/composite/sobjects', {
      allOrNone: true,
      records: sets(['A', 'A']),
    });
    expect(body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect((await query("SELECT COUNT() FROM PermissionSet WHERE Name = 'A'")).body.totalSize).toBe(0);
  });

  it('deletes by ids', async () => {
    const { rest, query } = await startOrg();
    const { body } = await rest('POST', '/services/data/v66.0/composite/sobjects', {
      records: sets(['A', 'B']),
    });
    const ids = body.map(({ id }: { id: string }) => id).join(',');
    await rest('DELETE', `/services/data/v66.0/composite/sobjects?ids=${ids}`);
    expect((await query("SELECT COUNT() FROM PermissionSet WHERE Name IN ('A', 'B')")).body.totalSize).toBe(
      0,
    );
  });
});
