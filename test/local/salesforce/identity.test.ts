import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, startOrg } from './client.ts';

afterEach(closeAll);

describe('versions and sessions (REST API Developer Guide)', () => {
  it('lists API versions 60.0 to 67.0 without a session', async () => {
    const { org } = await startOrg();
    const versions = (await (await fetch(`${org.url}/services/data`)).json()) as { version: string }[];
    expect(versions.map(({ version }) => version)).toEqual([
      '60.0',
      '61.0',
      '62.0',
      '63.0',
      '64.0',
      '65.0',
      '66.0',
      '67.0',
    ]);
  });

  it('answers INVALID_SESSION_ID with 401 to an unknown token', async () => {
    const { get } = await startOrg();
    const { status, body } = await get('/services/data/v66.0/limits', '00D000000000001!unknown');
    expect(status).toBe(401);
    expect(body).toEqual([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
  });

  it('answers INVALID_SESSION_ID after the session has expired', async () => {
    const { get, rest, org } = await startOrg();
    await rest('POST', '/local-org/sessions/expire', { username: org.username });
    expect((await get('/services/data/v66.0/limits')).status).toBe(401);
  });

  it('answers a SOAP fault sf:INVALID_SESSION_ID to a wrong session', async () => {
    const { soap } = await startOrg();
    const { status, text } = await soap(
      'm',
      '<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>',
      { token: 'x' },
    );
    expect(status).toBe(500);
    expect(text).toMatch(/<faultcode>sf:INVALID_SESSION_ID<\/faultcode>/);
  });

  it('accepts paths that begin with two slashes, as sf sends them (salesforce.md, section 9)', async () => {
    const { get } = await startOrg();
    expect((await get('//services/data/v66.0/limits')).status).toBe(200);
  });

  it('refuses an unsupported version', async () => {
    const { get } = await startOrg();
    const { status, body } = await get('/services/data/v99.0/limits');
    expect([status, body[0].errorCode]).toEqual([404, 'NOT_FOUND']);
  });

  it("returns the session's owner in userinfo", async () => {
    const { get, org } = await startOrg();
    const { body } = await get('/services/oauth2/userinfo');
    expect(body).toMatchObject({
      organization_id: org.orgId,
      user_id: org.users[0]?.id,
      preferred_username: org.username,
    });
  });

  it('returns the same at the identity URL, only for the caller (Salesforce Help, "Identity URLs")', async () => {
    const { get, org } = await startOrg({ seed: { users: [{ username: 'second@acme.example' }] } });
    const { body } = await get('/services/oauth2/userinfo');
    const identity = await get(new URL(body.sub).pathname);
    expect(identity.body).toMatchObject({ organization_id: org.orgId, username: org.username });
    expect((await get(`/id/${org.orgId}/${org.users[1]?.id}`)).status).toBe(404);
  });

  it('returns the User row at v51.0, which @salesforce/core requests', async () => {
    const { get, org } = await startOrg();
    const { body } = await get(`/services/data/v51.0/sobjects/User/${org.users[0]?.id}`);
    expect(body.Username).toBe(`admin@${org.orgId.slice(0, 15).toLowerCase()}.local-org.example`);
  });

  it("refuses by name, with 501, what it doesn't emulate", async () => {
    const { get } = await startOrg();
    const { status, body } = await get('/services/data/v66.0/chatter/feeds');
    expect(status).toBe(501);
    expect(body[0]).toEqual({
      errorCode: 'LOCAL_ORG_NOT_EMULATED',
      message: '[local org] GET /services/data/v66.0/chatter/feeds is not emulated',
    });
  });
});

describe('the seed', () => {
  it('has an administrator and the Automated Process user (salesforce.md, section 7)', async () => {
    const { query, org } = await startOrg();
    const { body } = await query("SELECT Username, Alias FROM User WHERE UserType = 'AutomatedProcess'");
    expect(body.records).toHaveLength(1);
    expect(body.records[0]).toMatchObject({
      Alias: 'autoproc',
      Username: `autoproc@${org.orgId.slice(0, 15).toLowerCase()}`,
    });
  });

  it('has an active Data tenant secret of version 1 that Salesforce generated, older than a day (Object Reference, TenantSecret)', async () => {
    const { query } = await startOrg();
    const { body } = await query('SELECT Type, Status, Source, Version, CreatedDate FROM TenantSecret');
    expect(body.records).toHaveLength(1);
    expect(body.records[0]).toMatchObject({ Type: 'Data', Status: 'ACTIVE', Source: 'HSM', Version: 1 });
    expect(Date.parse(body.records[0].CreatedDate.replace('+0000', 'Z'))).toBeLessThan(
      Date.now() - 86_400_000,
    );
  });

  it.each([
    ['production', 'Enterprise Edition', false, false],
    ['sandbox', 'Enterprise Edition', true, false],
    ['developer', 'Developer Edition', false, false],
    ['scratch', 'Developer Edition', true, true],
  ] as const)(
    'of kind %s reports it in its Organization row (Object Reference, Organization)',
    async (kind, edition, sandbox, trial) => {
      const { query } = await startOrg({ kind });
      const { body } = await query(
        'SELECT OrganizationType, IsSandbox, TrialExpirationDate FROM Organization',
      );
      const { OrganizationType, IsSandbox, TrialExpirationDate } = body.records[0];
      expect([OrganizationType, IsSandbox, TrialExpirationDate !== null]).toEqual([edition, sandbox, trial]);
    },
  );

  it('shows the namespace of an org, if it has one', async () => {
    const { query } = await startOrg({ namespace: 'acme' });
    expect((await query('SELECT NamespacePrefix FROM Organization')).body.records[0].NamespacePrefix).toBe(
      'acme',
    );
  });

  it('gives each user a session', async () => {
    const { org, get } = await startOrg({
      seed: { users: [{ username: 'two@acme.example', profile: 'Minimum Access - Salesforce' }] },
    });
    const second = org.users.find(({ username }) => username === 'two@acme.example');
    const { body } = await get('/services/oauth2/userinfo', second?.accessToken);
    expect(body.user_id).toBe(second?.id);
  });
});
