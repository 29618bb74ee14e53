import { afterEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_AWS } from '../../../recorded/sample-aws.ts';
import { type Client, closeAll, startOrg } from '../client.ts';
import { access, chain, namedCredential, packageXml, permissionSet } from '../samples.ts';
import { CREDENTIAL, credential, EXTERNAL_CREDENTIALS, orgWith, query, refusal } from './chain.ts';

afterEach(closeAll);

/** The document's second body. The first is in test/recorded. */
const SAMPLE_OAUTH = {
  developerName: 'SampleOAuth',
  masterLabel: 'SampleOAuthLabel',
  authenticationProtocol: 'OAuth',
  authenticationProtocolVariant: 'JwtBearer',
  parameters: [
    {
      id: '0puxxxxxxxxxxxxxxx',
      parameterName: 'SigningCertificate',
      parameterType: 'SigningCertificate',
      parameterValue: 'SampleCertificate',
    },
    {
      parameterName: 'AuthProviderUrl',
      parameterType: 'AuthProviderUrl',
      parameterValue: 'www.identityprovider.com',
    },
    {
      parameterDescription: 'Expiration Time',
      parameterName: 'exp',
      parameterType: 'JwtBodyClaim',
      parameterValue: '{!Text(FLOOR((NOW() - DATETIMEVALUE( "1970-01-01 00:00:00" )) * 86400 + 120))}',
    },
    { parameterName: 'Scope', parameterType: 'AuthParameter', parameterValue: 'SampleScope' },
  ],
  principals: [
    {
      principalName: 'SamplePerUserPrincipal',
      principalType: 'PerUserPrincipal',
      sequenceNumber: 1,
      parameters: [
        {
          parameterName: 'Scope',
          parameterType: 'AuthParameter',
          parameterValue: 'SamplePrincipalGroupScope',
        },
      ],
    },
  ],
  customHeaders: [{ headerName: 'SampleHeader', headerValue: 'SampleHeaderValue', sequenceNumber: 1 }],
};

const withSamples = (): Promise<Client> => startOrg({ seed: { certificates: ['SampleCertificate'] } });

const one = (name: string): string => `${EXTERNAL_CREDENTIALS}/${name}`;

const CUSTOM = {
  developerName: 'Ec',
  masterLabel: 'Ec',
  authenticationProtocol: 'Custom',
  principals: [
    { principalName: 'P', principalType: 'NamedPrincipal', sequenceNumber: 1 },
    { principalName: 'Q', principalType: 'NamedPrincipal', sequenceNumber: 2 },
  ],
};

const PRINCIPAL_ID = expect.stringMatching(/^0pu\w{15}$/);

describe("the document's samples", () => {
  it('SampleAws is accepted by POST, stored and returned', async () => {
    const { get, rest } = await withSamples();
    const created = await rest('POST', EXTERNAL_CREDENTIALS, SAMPLE_AWS);
    expect(created.status).toBe(201);
    const read = await get(one('SampleAws'));
    expect(read.status).toBe(200);
    expect(read.body).toEqual(created.body);
    expect(read.body).toEqual({
      ...SAMPLE_AWS,
      authenticationStatus: 'NotConfigured',
      createdByNamespace: null,
      customHeaders: [{ ...SAMPLE_AWS.customHeaders[0], id: PRINCIPAL_ID }],
      id: expect.stringMatching(/^0pt\w{15}$/),
      parameters: SAMPLE_AWS.parameters.map((parameter) => ({
        ...parameter,
        id: PRINCIPAL_ID,
        parameterDescription: null,
      })),
      principals: [
        {
          ...SAMPLE_AWS.principals[0],
          authenticationStatus: 'NotConfigured',
          id: PRINCIPAL_ID,
          parameters: [],
        },
      ],
      relatedNamedCredentials: [],
      url: '/services/data/v66.0/named-credentials/external-credentials/SampleAws',
    });
  });

  it('SampleOAuth is accepted by PUT, stored and returned', async () => {
    const { get, rest } = await withSamples();
    const before = { ...SAMPLE_OAUTH, masterLabel: 'Before', principals: [], customHeaders: [] };
    expect((await rest('POST', EXTERNAL_CREDENTIALS, before)).status).toBe(201);
    const { status, body } = await rest('PUT', one('SampleOAuth'), SAMPLE_OAUTH);
    expect(status).toBe(200);
    expect((await get(one('SampleOAuth'))).body).toEqual(body);
    expect(body).toMatchObject({
      ...SAMPLE_OAUTH,
      parameters: SAMPLE_OAUTH.parameters.map((parameter) => ({ ...parameter, id: PRINCIPAL_ID })),
      principals: [
        { ...SAMPLE_OAUTH.principals[0], parameters: [{ parameterValue: 'SamplePrincipalGroupScope' }] },
      ],
    });
  });

  it('are readable by the Metadata API, which deploys them again without a change', async () => {
    const { deploy, rest, soap } = await withSamples();
    await rest('POST', EXTERNAL_CREDENTIALS, SAMPLE_AWS);
    const { text } = await soap(
      'm',
      '<readMetadata><type>ExternalCredential</type><fullNames>SampleAws</fullNames></readMetadata>',
    );
    expect(text).toContain('<parameterValue>AwsSv4_STS</parameterValue>');
    const [, record = ''] = /<records[^>]*>([\s\S]*)<\/records>/.exec(text) ?? [];
    const content = record.replace(/<fullName>[^<]*<\/fullName>/, '');
    const result = await deploy({
      'package.xml': packageXml(['ExternalCredential/SampleAws']),
      'externalCredentials/SampleAws.externalCredential': `<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata">${content}</ExternalCredential>`,
    });
    expect(result.failures).toEqual([]);
    expect(result.successes.find(({ fullName }) => fullName === 'SampleAws')?.changed).toBe(false);
  });
});

describe('reading (Connect REST API Developer Guide, External Credential)', () => {
  it('shows what was deployed by metadata, with the principal ids of SetupEntityAccess', async () => {
    const { deploy, get, query: soql } = await startOrg();
    await deploy(chain());
    const { body } = await get(one('AcmeKms'));
    const { body: rows } = await soql('SELECT SetupEntityId FROM SetupEntityAccess');
    expect(body).toMatchObject({
      authenticationProtocol: 'Custom',
      authenticationProtocolVariant: null,
      authenticationStatus: 'Unknown',
      principals: [{ id: rows.records[0].SetupEntityId, principalName: 'Key Service' }],
      relatedNamedCredentials: [
        {
          calloutUrl: 'https://kms.acme.example/keys',
          developerName: 'AcmeKeys',
          id: expect.stringMatching(/^0XA/),
          masterLabel: 'Acme keys',
          type: 'SecuredEndpoint',
          url: '/services/data/v66.0/named-credentials/named-credential-setup/AcmeKeys',
        },
      ],
    });
  });

  it('spells Oauth as OAuth, and lists all', async () => {
    const { get } = await orgWith(['ClientSecret', 'Basic']);
    const { body } = await get(EXTERNAL_CREDENTIALS);
    expect(
      body.externalCredentials.map((one: Record<string, string>) => [
        one.developerName,
        one.authenticationProtocol,
        one.authenticationProtocolVariant,
      ]),
    ).toEqual([
      ['ClientSecret', 'OAuth', 'ClientCredentialsClientSecret'],
      ['Basic', 'Basic', null],
    ]);
  });

  it('reports whether each principal is Configured, and the whole when all are', async () => {
    const { get, rest } = await orgWith(['Basic']);
    const values = { username: 'u', password: 'p' };
    await rest('POST', CREDENTIAL, credential('Basic', values));
    const statuses = async () => {
      const { body } = await get(one('Basic'));
      const principals = body.principals.map((each: Record<string, string>) => each.authenticationStatus);
      return [...principals, body.authenticationStatus];
    };
    expect(await statuses()).toEqual(['Configured', 'NotConfigured', 'NotConfigured']);
    const perUser = { principalType: 'PerUserPrincipal', principalName: 'U' };
    await rest('POST', CREDENTIAL, credential('Basic', values, perUser));
    expect(await statuses()).toEqual(['Configured', 'Configured', 'Configured']);
  });

  it("is NOT_FOUND for one that doesn't exist", async () => {
    const { get } = await startOrg();
    expect(refusal(await get(one('Nothing'))).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('PUT replaces as a whole', () => {
  it('deletes a principal that is left out, with its secret and its grants, and keeps the others', async () => {
    const { deploy, get, query: soql, rest } = await startOrg();
    await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    await deploy({
      'package.xml': packageXml(['PermissionSet/Access']),
      'permissionsets/Access.permissionset': permissionSet(access('Ec-P') + access('Ec-Q')),
    });
    const at = { externalCredential: 'Ec' };
    await rest('POST', CREDENTIAL, credential('Custom', { Key: 'p' }, at));
    await rest('POST', CREDENTIAL, credential('Custom', { Key: 'q' }, { ...at, principalName: 'Q' }));
    const before = (await get(one('Ec'))).body.principals;
    const { body } = await rest('PUT', one('Ec'), { ...CUSTOM, principals: CUSTOM.principals.slice(1) });
    expect(body.principals.map((each: { id: string }) => each.id)).toEqual([before[1].id]);
    const { body: rows } = await soql('SELECT SetupEntityId FROM SetupEntityAccess');
    expect(rows.records.map((row: Record<string, string>) => row.SetupEntityId)).toEqual([before[1].id]);
    // The secret of Q still exists. That of P isn't restored with P.
    await rest('PUT', one('Ec'), CUSTOM);
    const stored = async (name: string) =>
      Object.keys((await get(query('Ec', 'NamedPrincipal', name))).body.credentials);
    expect([await stored('P'), await stored('Q')]).toEqual([[], ['Key']]);
  });

  it('deletes parameters and headers that are left out, and keeps the ids of the others', async () => {
    const { rest } = await withSamples();
    const { body: before } = await rest('POST', EXTERNAL_CREDENTIALS, SAMPLE_AWS);
    const { customHeaders: _gone, ...rest1 } = SAMPLE_AWS;
    const changed = { ...rest1, parameters: SAMPLE_AWS.parameters.slice(0, 2) };
    const { body } = await rest('PUT', one('SampleAws'), changed);
    expect(body.customHeaders).toEqual([]);
    expect(body.parameters).toEqual(before.parameters.slice(0, 2));
    expect(body.principals).toEqual(before.principals);
  });

  it('needs no developerName, and accepts no other', async () => {
    const { rest } = await startOrg();
    await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    const { developerName: _named, ...unnamed } = CUSTOM;
    expect((await rest('PUT', one('ec'), unnamed)).body.developerName).toBe('Ec');
    const other = await rest('PUT', one('Ec'), { ...CUSTOM, developerName: 'Other' });
    expect(refusal(other).slice(0, 2)).toEqual([400, 'INVALID_INPUT']);
  });

  it("doesn't change protocol or variant", async () => {
    const { get, rest } = await withSamples();
    await rest('POST', EXTERNAL_CREDENTIALS, SAMPLE_AWS);
    const before = await get(one('SampleAws'));
    const { authenticationProtocolVariant: _same, ...unsaid } = SAMPLE_AWS;
    expect((await rest('PUT', one('SampleAws'), unsaid)).body).toEqual(before.body);
    for (const other of [
      { authenticationProtocol: 'Custom', authenticationProtocolVariant: null },
      { authenticationProtocolVariant: 'RolesAnywhere' },
    ]) {
      const answer = await rest('PUT', one('SampleAws'), { ...SAMPLE_AWS, ...other });
      expect(refusal(answer).slice(0, 2)).toEqual([400, 'INVALID_INPUT']);
    }
    expect((await get(one('SampleAws'))).body).toEqual(before.body);
  });

  it("keeps a description, which Connect REST doesn't have", async () => {
    const { deploy, rest, soap } = await startOrg();
    const { 'externalCredentials/AcmeKms.externalCredential': file = '', ...files } = chain();
    await deploy({
      ...files,
      'externalCredentials/AcmeKms.externalCredential': file.replace(
        '</authenticationProtocol>',
        '</authenticationProtocol><description>Keep me</description>',
      ),
    });
    await rest('PUT', one('AcmeKms'), { ...CUSTOM, developerName: 'AcmeKms' });
    const { text } = await soap(
      'm',
      '<readMetadata><type>ExternalCredential</type><fullNames>AcmeKms</fullNames></readMetadata>',
    );
    expect(text).toContain('<description>Keep me</description>');
  });

  it("doesn't rename by id", async () => {
    const { rest } = await startOrg();
    const { body } = await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    const renamed = {
      id: body.principals[0].id,
      principalName: 'New',
      principalType: 'NamedPrincipal',
      sequenceNumber: 1,
    };
    const answer = await rest('PUT', one('Ec'), { ...CUSTOM, principals: [renamed] });
    expect(refusal(answer).slice(0, 2)).toEqual([501, 'LOCAL_ORG_NOT_EMULATED']);
  });
});

describe("refusals, which don't change the org", () => {
  it.each([
    ['one that is there', { developerName: 'ec' }, 400, 'DUPLICATE_VALUE'],
    ['no name', { developerName: undefined }, 400, 'MISSING_ARGUMENT'],
    ['a name with a hyphen', { developerName: 'a-b' }, 400, 'INVALID_INPUT'],
    ['no label', { developerName: 'New', masterLabel: undefined }, 400, 'MISSING_ARGUMENT'],
    [
      'a protocol as the Metadata API spells it',
      { developerName: 'New', authenticationProtocol: 'Oauth' },
      400,
      'POST_BODY_PARSE_ERROR',
    ],
    [
      'a field of the answer',
      { developerName: 'New', authenticationStatus: 'Configured' },
      400,
      'JSON_PARSER_ERROR',
    ],
    [
      'a principal without a sequence number',
      { developerName: 'New', principals: [{ principalName: 'P', principalType: 'NamedPrincipal' }] },
      400,
      'MISSING_ARGUMENT',
    ],
    [
      'a principal type that is none',
      {
        developerName: 'New',
        principals: [{ principalName: 'P', principalType: 'PerUser', sequenceNumber: 1 }],
      },
      400,
      'POST_BODY_PARSE_ERROR',
    ],
    [
      'a parameter type of metadata only',
      {
        developerName: 'New',
        parameters: [{ parameterName: 'x', parameterType: 'AuthHeader', parameterValue: 'y' }],
      },
      400,
      'POST_BODY_PARSE_ERROR',
    ],
    [
      'what the protocol cannot do without',
      {
        developerName: 'New',
        authenticationProtocol: 'OAuth',
        authenticationProtocolVariant: 'ClientCredentialsClientSecret',
      },
      400,
      'INVALID_INPUT',
    ],
    [
      'a variant of another protocol',
      { developerName: 'New', authenticationProtocolVariant: 'JwtBearer' },
      400,
      'INVALID_INPUT',
    ],
    [
      'two principals of one name',
      { developerName: 'New', principals: [CUSTOM.principals[0], CUSTOM.principals[0]] },
      400,
      'INVALID_INPUT',
    ],
  ])('%s', async (_what, more, status, code) => {
    const { get, rest } = await startOrg();
    await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    const before = (await get(EXTERNAL_CREDENTIALS)).body;
    const answer = await rest('POST', EXTERNAL_CREDENTIALS, { ...CUSTOM, ...more });
    expect(refusal(answer).slice(0, 2)).toEqual([status, code]);
    expect((await get(EXTERNAL_CREDENTIALS)).body).toEqual(before);
  });

  it("a certificate that the org doesn't have, with the message of deploys", async () => {
    const { rest } = await startOrg();
    expect(refusal(await rest('POST', EXTERNAL_CREDENTIALS, SAMPLE_OAUTH))).toEqual([
      400,
      'INVALID_INPUT',
      'In field: certificate - no Certificate named SampleCertificate found',
    ]);
  });

  it('PUT of a missing one', async () => {
    const { rest } = await startOrg();
    expect(refusal(await rest('PUT', one('Ec'), CUSTOM)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'])('%s without the permission is 403', async (method) => {
    const users = [{ username: 'none@acme.example', permissions: ['ApiEnabled'] as const }];
    const { org, rest } = await startOrg({ seed: { users } });
    const token = org.users.find(({ username }) => username === 'none@acme.example')?.accessToken;
    const path = method === 'POST' ? EXTERNAL_CREDENTIALS : one('Ec');
    const body = method === 'GET' || method === 'DELETE' ? undefined : CUSTOM;
    const answer = await rest(method, path, body, token);
    expect(refusal(answer).slice(0, 2)).toEqual([403, 'INSUFFICIENT_ACCESS']);
  });
});

describe('DELETE', () => {
  it('deletes it with its secrets', async () => {
    const { get, rest } = await startOrg();
    await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    await rest('POST', CREDENTIAL, credential('Custom', { Key: 'p' }, { externalCredential: 'Ec' }));
    expect((await rest('DELETE', one('Ec'))).status).toBe(204);
    expect((await get(one('Ec'))).status).toBe(404);
    await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    expect((await get(query('Ec'))).body.credentials).toEqual({});
  });

  it('is refused while a named credential or a permission set uses it', async () => {
    const { deploy, get, rest } = await startOrg();
    await rest('POST', EXTERNAL_CREDENTIALS, CUSTOM);
    await deploy({
      'package.xml': packageXml(['NamedCredential/Nc']),
      'namedCredentials/Nc.namedCredential': namedCredential('Ec'),
    });
    expect(refusal(await rest('DELETE', one('Ec')))).toEqual([
      400,
      'DELETE_FAILED',
      'This ExternalCredential is referenced elsewhere in Salesforce. Remove the usage and try again. : Named Credential - Nc (Ec)',
    ]);
    expect((await get(one('Ec'))).status).toBe(200);
  });
});
