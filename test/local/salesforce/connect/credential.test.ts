import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../client.ts';
import { CREDENTIAL, credential, orgWith, query, refusal } from './chain.ts';

afterEach(closeAll);

const KEYS = { ApiKey: 's3cr3t', Tenant: { value: '42', encrypted: false } };

describe('reading a credential (Connect REST API Developer Guide, Credential)', () => {
  it('answers NotConfigured if a principal has none', async () => {
    const { get } = await orgWith(['Basic']);
    const { status, body } = await get(query('Basic'));
    expect(status).toBe(200);
    expect(body).toEqual({
      authenticationProtocol: 'Basic',
      authenticationProtocolVariant: null,
      authenticationStatus: 'NotConfigured',
      credentials: {},
      externalCredential: 'Basic',
      principalName: 'P',
      principalType: 'NamedPrincipal',
    });
  });

  it('never returns an encrypted value, but returns the others', async () => {
    const { get, rest } = await orgWith(['Custom']);
    const created = await rest('POST', CREDENTIAL, credential('Custom', KEYS));
    const read = await get(query('Custom'));
    for (const { body } of [created, read]) {
      expect(body.credentials).toEqual({
        ApiKey: { encrypted: true, revision: 1 },
        Tenant: { encrypted: false, revision: 1, value: '42' },
      });
      expect(JSON.stringify(body)).not.toContain('s3cr3t');
    }
    expect(created.status).toBe(201);
  });

  it('reports Unknown for Custom, and Configured without authentication', async () => {
    const { get } = await orgWith(['Custom', 'NoAuth']);
    expect((await get(query('Custom'))).body.authenticationStatus).toBe('Unknown');
    expect((await get(query('NoAuth'))).body.authenticationStatus).toBe('Configured');
  });

  it("is NOT_FOUND for an external credential or a principal that doesn't exist", async () => {
    const { get } = await orgWith(['Basic']);
    for (const path of [
      query('Nothing'),
      query('Basic', 'NamedPrincipal', 'Q'),
      query('Basic', 'AwsStsPrincipal'),
    ])
      expect(refusal(await get(path)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  it('finds external credential and principal ignoring case', async () => {
    const { get } = await orgWith(['Basic']);
    const { body } = await get(query('BASIC', 'NamedPrincipal', 'p'));
    expect(body).toMatchObject({ externalCredential: 'Basic', principalName: 'P' });
  });

  it.each([
    ['externalCredential', 'principalType=NamedPrincipal&principalName=P'],
    ['principalType', 'externalCredential=Basic&principalName=P'],
    ['principalName', 'externalCredential=Basic&principalType=NamedPrincipal'],
  ])('needs %s', async (name, search) => {
    const { get } = await orgWith(['Basic']);
    const [status, , message] = refusal(await get(`${CREDENTIAL}?${search}`));
    expect([status, message]).toEqual([400, `Missing required argument: ${name}`]);
  });

  it('accepts a trailing slash', async () => {
    const { rest } = await orgWith(['Basic']);
    const body = credential('Basic', { username: 'u', password: 'p' });
    expect((await rest('POST', `${CREDENTIAL}/`, body)).status).toBe(201);
    expect((await rest('PUT', `${CREDENTIAL}/`, body)).status).toBe(200);
  });

  it("doesn't exist before API version 58.0", async () => {
    const { get } = await orgWith(['Basic']);
    const answer = await get(query('Basic').replace('v66.0', 'v57.0'));
    expect(refusal(answer).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('writing a credential', () => {
  it.each([
    ['Basic', { username: 'u', password: 'p' }, ['password']],
    ['Aws', { awsAccessKeyId: 'AKIA', awsSecretAccessKey: 's' }, ['awsSecretAccessKey']],
    ['AwsSts', { awsRoleArn: 'arn:aws:iam::1:role/r' }, []],
    ['RolesAnywhere', { awsRoleArn: 'arn:aws:iam::1:role/r' }, []],
    ['ClientSecret', { clientId: 'c', clientSecret: 's' }, ['clientSecret']],
    ['ClientSecretBasic', { clientId: 'c', clientSecret: 's' }, ['clientSecret']],
    ['ClientJwt', { clientId: 'c' }, []],
  ])('%s is Configured when all its values are set', async (kind, values, encrypted) => {
    const { get, rest } = await orgWith([kind]);
    const { status, body } = await rest('POST', CREDENTIAL, credential(kind, values));
    expect([status, body.authenticationStatus]).toEqual([201, 'Configured']);
    const shown = Object.entries((await get(query(kind))).body.credentials) as [
      string,
      { encrypted: boolean },
    ][];
    expect(shown.map(([name]) => name)).toEqual(Object.keys(values));
    expect(shown.filter(([, value]) => value.encrypted).map(([name]) => name)).toEqual(encrypted);
  });

  it('is NotConfigured while a value is missing', async () => {
    const { rest } = await orgWith(['ClientSecret']);
    const { body } = await rest('POST', CREDENTIAL, credential('ClientSecret', { clientId: 'c' }));
    expect(body.authenticationStatus).toBe('NotConfigured');
  });

  it('encrypts what the protocol encrypts, whatever the request says', async () => {
    const { rest } = await orgWith(['Basic']);
    const body = credential('Basic', { username: 'u', password: { value: 'p', encrypted: false } });
    const answer = await rest('POST', CREDENTIAL, body);
    expect(answer.body.credentials.password).toEqual({ encrypted: true, revision: 1 });
  });

  it('accepts the access key of STS for the AwsStsPrincipal that the variant implies', async () => {
    const { get, rest } = await orgWith(['AwsSts']);
    const keys = { awsAccessKeyId: 'AKIA', awsSecretAccessKey: 's' };
    const named = { principalType: 'AwsStsPrincipal', principalName: undefined };
    const { body } = await rest('POST', CREDENTIAL, credential('AwsSts', keys, named));
    expect(body).toMatchObject({ principalName: 'AwsStsPrincipal', authenticationStatus: 'Configured' });
    expect((await get(query('AwsSts'))).body.authenticationStatus).toBe('NotConfigured');
  });

  it("refuses POST if one exists, and doesn't change it", async () => {
    const { get, rest } = await orgWith(['Custom']);
    await rest('POST', CREDENTIAL, credential('Custom', KEYS));
    const again = await rest('POST', CREDENTIAL, credential('Custom', { Other: 'x' }));
    expect(refusal(again)).toEqual([
      400,
      'DUPLICATE_VALUE',
      '[local org] a credential of Custom-P already exists',
    ]);
    expect(Object.keys((await get(query('Custom'))).body.credentials)).toEqual(['ApiKey', 'Tenant']);
  });

  it('replaces by PUT, and deletes a value that is left out', async () => {
    const { rest } = await orgWith(['Custom']);
    await rest('POST', CREDENTIAL, credential('Custom', KEYS));
    const { status, body } = await rest('PUT', CREDENTIAL, credential('Custom', { ApiKey: 'new' }));
    expect([status, body.credentials]).toEqual([200, { ApiKey: { encrypted: true, revision: 2 } }]);
  });

  it('merges by PATCH, for Custom', async () => {
    const { rest } = await orgWith(['Custom', 'Basic']);
    await rest('POST', CREDENTIAL, credential('Custom', KEYS));
    const { status, body } = await rest('PATCH', CREDENTIAL, credential('Custom', { ApiKey: 'new' }));
    expect([status, Object.keys(body.credentials)]).toEqual([200, ['ApiKey', 'Tenant']]);
    await rest('POST', CREDENTIAL, credential('Basic', { username: 'u', password: 'p' }));
    const basic = await rest('PATCH', CREDENTIAL, credential('Basic', { password: 'q' }));
    expect(refusal(basic).slice(0, 2)).toEqual([400, 'INVALID_INPUT']);
  });

  it('supports PATCH since API version 59.0', async () => {
    const { rest } = await orgWith(['Custom']);
    const answer = await rest('PATCH', CREDENTIAL.replace('66', '58'), credential('Custom', KEYS));
    expect(answer.status).toBe(404);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('%s is NOT_FOUND if there is none', async (method) => {
    const { rest } = await orgWith(['Custom']);
    const answer =
      method === 'DELETE'
        ? await rest(method, query('Custom'))
        : await rest(method, CREDENTIAL, credential('Custom', KEYS));
    expect(refusal(answer).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  it('counts a revision for each changed value, and refuses an outdated one', async () => {
    const { rest } = await orgWith(['Custom']);
    await rest('POST', CREDENTIAL, credential('Custom', KEYS));
    const changed = await rest('PUT', CREDENTIAL, credential('Custom', { ...KEYS, ApiKey: 'new' }));
    expect(changed.body.credentials).toMatchObject({ ApiKey: { revision: 2 }, Tenant: { revision: 1 } });
    const stale = credential('Custom', { ApiKey: { value: 'newer', revision: 1 } });
    expect(refusal(await rest('PUT', CREDENTIAL, stale))).toEqual([
      400,
      'INVALID_INPUT',
      '[local org] the credential "ApiKey" is at revision 2, not 1',
    ]);
  });
});

describe('deleting a credential', () => {
  it('deletes it completely; the principal stays', async () => {
    const { get, rest } = await orgWith(['Custom']);
    await rest('POST', CREDENTIAL, credential('Custom', KEYS));
    expect((await rest('DELETE', query('Custom'))).status).toBe(204);
    expect((await get(query('Custom'))).body.credentials).toEqual({});
  });

  it('deletes the named authentication parameters, for Custom', async () => {
    const { get, rest } = await orgWith(['Custom', 'Basic']);
    await rest('POST', CREDENTIAL, credential('Custom', { A: '1', B: '2', C: '3' }));
    expect((await rest('DELETE', `${query('Custom')}&authenticationParameters=A,B`)).status).toBe(204);
    expect(Object.keys((await get(query('Custom'))).body.credentials)).toEqual(['C']);
    const unknown = await rest('DELETE', `${query('Custom')}&authenticationParameters=Z`);
    expect(refusal(unknown).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
    await rest('POST', CREDENTIAL, credential('Basic', { username: 'u', password: 'p' }));
    const basic = await rest('DELETE', `${query('Basic')}&authenticationParameters=password`);
    expect(refusal(basic).slice(0, 2)).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('per-user principals', () => {
  const other = { username: 'other@acme.example' };
  const perUser = { principalType: 'PerUserPrincipal', principalName: undefined };

  it('have one credential for each user: that of the session', async () => {
    const { get, org, rest } = await orgWith(['Basic'], { seed: { users: [other] } });
    const token = org.users.find(({ username }) => username === other.username)?.accessToken;
    await rest('POST', CREDENTIAL, credential('Basic', { username: 'mine', password: 'p' }, perUser));
    const path = query('Basic', 'PerUserPrincipal', 'U');
    expect((await get(path)).body.credentials.username.value).toBe('mine');
    expect((await get(path, token)).body.authenticationStatus).toBe('NotConfigured');
    const body = credential('Basic', { username: 'theirs', password: 'p' }, perUser);
    expect((await rest('POST', CREDENTIAL, body, token)).status).toBe(201);
    expect((await get(path)).body.credentials.username.value).toBe('mine');
  });
});

describe("refusals, which don't change the org", () => {
  it.each([
    [
      'a key of another protocol',
      'Basic',
      { clientId: 'x' },
      '"clientId" is no credential of Basic, NamedPrincipal, which takes username, password',
    ],
    [
      'any key, where the protocol stores none',
      'JwtBearer',
      { clientId: 'x' },
      '"clientId" is no credential of OAuth JwtBearer, NamedPrincipal, which takes no credentials',
    ],
    [
      'the access key for a role of STS',
      'AwsSts',
      { awsAccessKeyId: 'x' },
      '"awsAccessKeyId" is no credential of AwsSv4 AwsSv4_STS, NamedPrincipal, which takes awsRoleArn',
    ],
    [
      'an inherited name',
      'Basic',
      { toString: 'x' },
      '"toString" is no credential of Basic, NamedPrincipal, which takes username, password',
    ],
    ['nothing at all', 'Basic', {}, 'credentials is empty'],
    ['an empty value', 'Custom', { Key: '' }, 'the credential "Key" has no value'],
    ['a value without a value', 'Custom', { Key: { encrypted: true } }, 'the credential "Key" has no value'],
    [
      'a line break in a password',
      'Basic',
      { username: 'u', password: 'p\nq' },
      'the value of the credential "password" has a line break or another control character',
    ],
    [
      'a secret of 10 kB',
      'Custom',
      { Key: 'x'.repeat(10_000) },
      'the value of the credential "Key" is longer than 8192 characters',
    ],
  ])('%s', async (_what, kind, values, message) => {
    const { get, rest } = await orgWith([kind]);
    const answer = await rest('POST', CREDENTIAL, credential(kind, values));
    expect(refusal(answer)).toEqual([400, 'INVALID_INPUT', `[local org] ${message}`]);
    expect((await get(query(kind))).body.credentials).toEqual({});
  });

  it.each([
    ['a principal type that is none', { principalType: 'PerUser' }, 400, 'POST_BODY_PARSE_ERROR'],
    [
      'a protocol as the Metadata API spells it',
      { authenticationProtocol: 'Oauth' },
      400,
      'POST_BODY_PARSE_ERROR',
    ],
    ['the wrong protocol', { authenticationProtocol: 'Custom' }, 400, 'INVALID_INPUT'],
    ['the wrong variant', { authenticationProtocolVariant: 'JwtBearer' }, 400, 'INVALID_INPUT'],
    [
      'the type of another principal',
      { principalType: 'AwsStsPrincipal', principalName: undefined },
      404,
      'NOT_FOUND',
    ],
    ["a principal that doesn't exist", { principalName: 'Q' }, 404, 'NOT_FOUND'],
    ["an external credential that doesn't exist", { externalCredential: 'Q' }, 404, 'NOT_FOUND'],
    ['a field that nobody knows', { colour: 'red' }, 400, 'JSON_PARSER_ERROR'],
    ['a missing principal name', { principalName: undefined }, 400, 'MISSING_ARGUMENT'],
    ['credentials that are a list', { credentials: [] }, 400, 'JSON_PARSER_ERROR'],
    ['a value that is a number', { credentials: { clientId: { value: 7 } } }, 400, 'JSON_PARSER_ERROR'],
    ['a bare value', { credentials: { clientId: 'c' } }, 400, 'JSON_PARSER_ERROR'],
  ])('%s', async (_what, more, status, code) => {
    const { get, rest } = await orgWith(['ClientSecret']);
    const body = credential('ClientSecret', { clientId: 'c', clientSecret: 's' }, more);
    const answer = await rest('POST', CREDENTIAL, body);
    expect(refusal(answer).slice(0, 2)).toEqual([status, code]);
    expect((await get(query('ClientSecret'))).body.authenticationStatus).toBe('NotConfigured');
  });

  it('reports an "Unrecognized field"', async () => {
    const { rest } = await orgWith(['Basic']);
    const answer = await rest('POST', CREDENTIAL, credential('Basic', { username: 'u' }, { secret: 'x' }));
    expect(refusal(answer)[2]).toBe('Unrecognized field "secret"');
  });

  it('answers an array, also for invalid JSON, and repeats nothing of it', async () => {
    const { org } = await orgWith(['Basic']);
    const response = await fetch(org.url + CREDENTIAL, {
      method: 'POST',
      headers: { authorization: `Bearer ${org.accessToken}` },
      body: '{"credentials":{"password":{"value":"s3cr3t',
    });
    const text = await response.text();
    expect([response.status, JSON.parse(text)[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(text).not.toContain('s3cr3t');
  });

  it('answers 413 for a body of megabytes', async () => {
    const { rest } = await orgWith(['Custom']);
    const answer = await rest('POST', CREDENTIAL, credential('Custom', { Key: 'x'.repeat(5_000_000) }));
    expect(refusal(answer).slice(0, 2)).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  it('answers 403 without Manage Named Credentials or Customize Application', async () => {
    const users = [
      { username: 'none@acme.example', permissions: ['ApiEnabled', 'ModifyAllData', 'ViewSetup'] as const },
      { username: 'manages@acme.example', permissions: ['ApiEnabled', 'ManageNamedCredentials'] as const },
      { username: 'customizes@acme.example', permissions: ['ApiEnabled', 'CustomizeApplication'] as const },
    ];
    const { get, org, rest } = await orgWith(['Basic'], { seed: { users } });
    const [none, ...others] = users.map(
      (user) => org.users.find(({ username }) => username === user.username)?.accessToken,
    );
    expect(refusal(await get(query('Basic'), none)).slice(0, 2)).toEqual([403, 'INSUFFICIENT_ACCESS']);
    const body = credential('Basic', { username: 'u', password: 'p' });
    expect(refusal(await rest('POST', CREDENTIAL, body, none)).slice(0, 2)).toEqual([
      403,
      'INSUFFICIENT_ACCESS',
    ]);
    for (const token of others) expect((await get(query('Basic'), token)).status).toBe(200);
  });

  it('answers 401 without a session', async () => {
    const { get } = await orgWith(['Basic']);
    expect(refusal(await get(query('Basic'), 'x')).slice(0, 2)).toEqual([401, 'INVALID_SESSION_ID']);
  });
});
