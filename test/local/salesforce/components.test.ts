import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, type Files, startOrg } from './client.ts';
import {
  access,
  alone,
  chain,
  externalCredential,
  namedCredential,
  packageXml,
  parameter,
  permissionSet,
  principal,
} from './samples.ts';

afterEach(closeAll);

const SEED = {
  certificates: ['AcmeSigning'],
  authProviders: ['Acme'],
  externalAuthIdentityProviders: ['AcmeIdp'],
  outboundNetworkConnections: ['AcmeLink'],
};

/** The first problem of a deploy of these files, or undefined. */
const problemOf = async (files: Files, seed = {}): Promise<string | undefined> => {
  const { deploy } = await startOrg({ seed });
  const { failures } = await deploy(files);
  return failures[0]?.problem;
};

const param = (type: string, name: string, value?: string): string =>
  parameter({
    parameterName: name,
    parameterType: type,
    ...(value === undefined ? {} : { parameterValue: value }),
  });
const variant = (protocol: string, name: string): string => param('AuthProtocolVariant', protocol, name);
const tokenUrl = param('AuthProviderUrl', 'AuthProviderUrl', 'https://idp.acme.example/token');
const signing = parameter({
  certificate: 'AcmeSigning',
  parameterName: 'SigningCertificate',
  parameterType: 'SigningCertificate',
});
const provider = parameter({
  authProvider: 'Acme',
  parameterName: 'AuthProvider',
  parameterType: 'AuthProvider',
});
const identityProvider = parameter({
  externalAuthIdentityProvider: 'AcmeIdp',
  parameterName: 'ExternalAuthIdentityProvider',
  parameterType: 'ExternalAuthIdentityProvider',
});
const aws = param('AuthParameter', 'AwsRegion', 'eu-west-1') + param('AuthParameter', 'AwsService', 's3');
const claim = (name: string, value: string): string => param('JwtBodyClaim', name, value);

describe('an external credential (Metadata WSDL 66.0; salesforce.md, section 1)', () => {
  it.each([
    ['Custom', 'Custom', ''],
    ['Custom, NoAuthentication', 'Custom', variant('Custom', 'NoAuthentication')],
    ['Basic', 'Basic', ''],
    ['Oauth with an auth provider', 'Oauth', provider],
    ['Oauth with an external auth identity provider', 'Oauth', identityProvider],
    [
      'Oauth ClientCredentialsClientSecret',
      'Oauth',
      variant('Oauth', 'ClientCredentialsClientSecret') + tokenUrl,
    ],
    [
      'Oauth ClientCredentialsClientSecretBasic',
      'Oauth',
      variant('Oauth', 'ClientCredentialsClientSecretBasic') + tokenUrl,
    ],
    [
      'Oauth ClientCredentialsJwtAssertion',
      'Oauth',
      variant('Oauth', 'ClientCredentialsJwtAssertion') + tokenUrl + signing,
    ],
    [
      'Oauth JwtBearer',
      'Oauth',
      variant('Oauth', 'JwtBearer') +
        tokenUrl +
        signing +
        claim('aud', '&quot;https://login.salesforce.com&quot;'),
    ],
    ['Jwt', 'Jwt', signing],
    ['AwsSv4', 'AwsSv4', aws],
    [
      'AwsSv4_STS',
      'AwsSv4',
      variant('AwsSv4', 'AwsSv4_STS') + aws + param('AwsStsPrincipal', 'AwsStsPrincipal'),
    ],
    ['RolesAnywhere', 'AwsSv4', variant('AwsSv4', 'RolesAnywhere') + aws + signing],
  ])('%s is accepted', async (_name, protocol, parameters) => {
    expect(
      await problemOf(alone(externalCredential(protocol, parameters + principal('P'))), SEED),
    ).toBeUndefined();
  });

  it.each([
    [
      'Oauth',
      variant('Oauth', 'ClientCredentialsClientSecretBasic'),
      'The authentication protocol "Oauth ClientCredentialsClientSecretBasic" requires the following external credential parameter types: AuthProtocolVariant, AuthProviderUrl.',
    ],
    [
      'Jwt',
      '',
      'The authentication protocol "Jwt" requires the following external credential parameter types: SigningCertificate.',
    ],
    ['JwtExchange', '', 'External Credentials don\'t support the "JwtExchange" authentication protocol'],
    [
      'NoAuthentication',
      '',
      'External Credentials don\'t support the "NoAuthentication" authentication protocol',
    ],
    [
      'Oauth',
      variant('Oauth', 'JwtBearer') + tokenUrl + signing + claim('aud', 'https://login.salesforce.com'),
      'The JWT aud claim has invalid JSON syntax',
    ],
    [
      'Oauth',
      variant('Oauth', 'Nonsense') + tokenUrl,
      '[local org] "Nonsense" is not an authentication protocol variant of Oauth',
    ],
    [
      'Oauth',
      parameter({ authProvider: 'Nobody', parameterName: 'AuthProvider', parameterType: 'AuthProvider' }),
      'In field: authProvider - no AuthProvider named Nobody found',
    ],
    [
      'Jwt',
      parameter({
        certificate: 'None',
        parameterName: 'SigningCertificate',
        parameterType: 'SigningCertificate',
      }),
      'In field: certificate - no Certificate named None found',
    ],
    [
      'Custom',
      principal('P') + principal('P'),
      '[local org] parameter P of type NamedPrincipal is there twice',
    ],
    [
      'AwsSv4',
      param('AuthParameter', 'AwsRegion', 'eu-west-1'),
      '[local org] "AwsSv4" requires the parameters AwsService',
    ],
  ])('%s is refused: case %#', async (protocol, parameters, problem) => {
    expect(await problemOf(alone(externalCredential(protocol, parameters)), SEED)).toBe(problem);
  });

  it.each([
    [
      'an element that the type has not',
      (text: string) => text.replace('<label>', '<principals>x</principals><label>'),
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}principals invalid at this location in type ExternalCredential',
    ],
    [
      'an element of another namespace',
      (text: string) => text.replace('<label>', '<label xmlns="urn:x">'),
      'Error parsing file: Element {urn:x}label invalid at this location in type ExternalCredential',
    ],
    [
      'a value that the enum has not',
      (text: string) => text.replace('NamedPrincipal', 'NamedPrinciple'),
      "Error parsing file: 'NamedPrinciple' is not a valid value for the enum 'ExternalCredentialParamType'",
    ],
    [
      'no label',
      (text: string) => text.replace(/ *<label>.*<\/label>\n/, ''),
      'Required field is missing: label',
    ],
    ['an empty label', (text: string) => text.replace('Acme KMS', ''), 'Required field is missing: label'],
    [
      'two labels',
      (text: string) => text.replace('<label>', '<label>A</label><label>'),
      'Error parsing file: Element label is duplicated at this location in type ExternalCredential',
    ],
    [
      'parameters that are not together',
      (text: string) => text.replace('</label>', `</label>${principal('Q')}`),
      'Error parsing file: Element externalCredentialParameters is duplicated at this location in type ExternalCredential',
    ],
    [
      'a number that is none',
      (text: string) => text.replace('>1<', '>one<'),
      "Error parsing file: 'one' is not a valid value for the type xsd:int",
    ],
  ])('with %s is refused', async (_name, change, problem) => {
    expect(await problemOf(alone(change(externalCredential('Custom', principal('P')))))).toBe(problem);
  });

  it('is refused if an enum value is newer than the package', async () => {
    const content = externalCredential('Custom', param('AdditionalRefreshStatusCode', 'x', '404'));
    expect(await problemOf(alone(content, '60.0'))).toBe(
      "Error parsing file: 'AdditionalRefreshStatusCode' is not a valid value for the enum 'ExternalCredentialParamType'",
    );
    expect(await problemOf(alone(content, '61.0'))).toBeUndefined();
  });

  it('is refused with line and column', async () => {
    const { deploy } = await startOrg();
    const { failures } = await deploy(
      alone(externalCredential('Custom', principal('P')).replace('    <label>', '    <foo/>\n    <label>')),
    );
    expect(failures[0]).toMatchObject({
      lineNumber: 10,
      columnNumber: 11,
      componentType: 'ExternalCredential',
      fullName: 'AcmeKms',
    });
  });

  it.each(['9Lives', 'A__B', 'End_', 'With-Hyphen', 'With Space'])("can't be named %s", async (name) => {
    const files = {
      'package.xml': packageXml([`ExternalCredential/${name}`]),
      [`externalCredentials/${name}.externalCredential`]: externalCredential('Custom', ''),
    };
    expect(await problemOf(files)).toMatch(/can only contain underscores and alphanumeric characters/);
  });
});

describe('principals (salesforce.md, sections 3 and 4.3)', () => {
  const ids = async (client: Awaited<ReturnType<typeof startOrg>>): Promise<string[]> =>
    (
      await client.query(
        "SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalCredentialParameter'",
      )
    ).body.records.map(({ SetupEntityId }: { SetupEntityId: string }) => SetupEntityId);

  it('keep their ids, with prefix 0pu, from deploy to deploy', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const before = await ids(client);
    expect(before[0]).toMatch(/^0pu/);
    await client.deploy({
      ...chain(),
      'externalCredentials/AcmeKms.externalCredential': externalCredential(
        'Custom',
        principal('Key Service') + principal('Second'),
      ),
    });
    expect(await ids(client)).toEqual(before);
  });

  it('that a deploy leaves out are deleted with their grants', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    await client.deploy(alone(externalCredential('Custom', principal('Other'))));
    expect(await ids(client)).toEqual([]);
    const { text } = await client.soap(
      'm',
      '<readMetadata><type>PermissionSet</type><fullNames>AcmeKeyAccess</fullNames></readMetadata>',
    );
    expect(text).not.toContain('externalCredentialPrincipal');
  });

  it('with another type are new principals', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const before = await ids(client);
    await client.deploy({
      ...chain(),
      'externalCredentials/AcmeKms.externalCredential': externalCredential(
        'Custom',
        principal('Key Service', 'PerUserPrincipal'),
      ),
    });
    expect(await ids(client)).toHaveLength(1);
    expect(await ids(client)).not.toEqual(before);
  });
});

describe('a named credential (Metadata API Developer Guide, NamedCredential)', () => {
  const with_ = (content: string): Files => ({
    ...chain(),
    'namedCredentials/AcmeKeys.namedCredential': content,
  });

  it('must refer to an existing external credential', async () => {
    expect(await problemOf(with_(namedCredential('Nobody')))).toBe(
      'In field: externalCredential - no ExternalCredential named Nobody found',
    );
  });

  it.each([
    [
      'without a Url',
      (text: string) =>
        text.replace(/ {4}<namedCredentialParameters>[\s\S]*?<\/namedCredentialParameters>\n/, ''),
      '[local org] a named credential of type SecuredEndpoint requires the parameter types: Url',
    ],
    [
      'with an endpoint of the old kind',
      (text: string) => text.replace('<label>', '<endpoint>https://x.example</endpoint><label>'),
      '[local org] endpoint is valid only when namedCredentialType is Legacy',
    ],
    [
      'with a URL that is none',
      (text: string) => text.replace('https://kms.acme.example/keys', 'kms'),
      '[local org] "kms" is not a URL with http or https',
    ],
    [
      'that is private, without a connection',
      (text: string) => text.replace('SecuredEndpoint', 'PrivateEndpoint'),
      '[local org] a named credential of type PrivateEndpoint requires the parameter types: OutboundNetworkConnection',
    ],
    [
      'with a boolean that is none',
      (text: string) =>
        text.replace('<label>', '<generateAuthorizationHeader>yes</generateAuthorizationHeader><label>'),
      "Error parsing file: 'yes' is not a valid value for the type xsd:boolean",
    ],
    [
      'of a reserved type',
      (text: string) => text.replace('SecuredEndpoint', 'Standard'),
      '[local org] named credential type Standard is reserved for internal use',
    ],
  ])('%s is refused', async (_name, change, problem) => {
    expect(await problemOf(with_(change(namedCredential())))).toBe(problem);
  });

  it('without a type is Legacy, and has its requirements', async () => {
    const content =
      '<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata"><label>L</label></NamedCredential>';
    expect(await problemOf(with_(content))).toBe('Required field is missing: endpoint');
  });

  it('of type Legacy is accepted, and never returns its secrets', async () => {
    const client = await startOrg();
    const content =
      '<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata"><endpoint>https://x.example</endpoint><label>L</label><password>s3cret</password><principalType>NamedUser</principalType><protocol>Password</protocol><username>me</username></NamedCredential>';
    expect((await client.deploy(with_(content))).status).toBe('Succeeded');
    const { text } = await client.soap(
      'm',
      '<readMetadata><type>NamedCredential</type><fullNames>AcmeKeys</fullNames></readMetadata>',
    );
    expect(text).toContain('<username>me</username>');
    expect(text).not.toContain('s3cret');
  });

  it.each(['a=1&amp;b=2', 'x%20y', '&lt;x&gt;', '&quot;q&quot;', '😀'])(
    'keeps %s in its URL exactly',
    async (part) => {
      const client = await startOrg();
      await client.deploy(with_(namedCredential('AcmeKms', `https://kms.acme.example/${part}`)));
      const { text } = await client.soap(
        'm',
        '<readMetadata><type>NamedCredential</type><fullNames>AcmeKeys</fullNames></readMetadata>',
      );
      expect(text).toContain(`<parameterValue>https://kms.acme.example/${part}</parameterValue>`);
    },
  );
});

describe('a permission set (Metadata API Developer Guide, PermissionSet)', () => {
  const with_ = (parts: string): Files => ({
    ...chain(),
    'permissionsets/AcmeKeyAccess.permissionset': permissionSet(parts),
  });
  const objectPermissions = (granted: readonly string[], object = 'UserExternalCredential'): string => {
    const names = ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords'];
    const flags = names.map((name) => `<${name}>${granted.includes(name)}</${name}>`).join('');
    return `<objectPermissions>${flags}<object>${object}</object><viewAllRecords>${granted.includes('viewAllRecords')}</viewAllRecords></objectPermissions>`;
  };

  it('grants principals, with a SetupEntityAccess row for each', async () => {
    const { deploy, query } = await startOrg();
    await deploy(chain());
    const { body } = await query('SELECT Parent.Name, SetupEntityType FROM SetupEntityAccess');
    expect(body.records).toMatchObject([
      { Parent: { Name: 'AcmeKeyAccess' }, SetupEntityType: 'ExternalCredentialParameter' },
    ]);
  });

  it('is replaced as a whole by a deploy', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    await client.deploy(
      with_('<userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions>'),
    );
    expect((await client.query('SELECT COUNT() FROM SetupEntityAccess')).body.totalSize).toBe(0);
    await client.deploy(chain());
    expect(
      (await client.query("SELECT PermissionsViewSetup FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).body
        .records[0].PermissionsViewSetup,
    ).toBe(false);
  });

  it.each([
    [
      "a principal that doesn't exist",
      access('AcmeKms-Nobody'),
      'In field: externalCredentialPrincipal - no ExternalCredentialParameter named AcmeKms-Nobody found',
    ],
    [
      "an Apex class that doesn't exist",
      '<classAccesses><apexClass>Foo</apexClass><enabled>true</enabled></classAccesses>',
      'In field: apexClass - no ApexClass named Foo found',
    ],
    [
      "an object that doesn't exist",
      objectPermissions(['allowRead'], 'Foo__c'),
      'In field: object - no CustomObject named Foo__c found',
    ],
    [
      'Edit without Read',
      objectPermissions(['allowEdit']),
      'Permission Edit UserExternalCredential depends on permission(s): Read UserExternalCredential',
    ],
    [
      'a part that Data Cloud owns',
      '<dataspaceScopes/>',
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}dataspaceScopes invalid at this location in type PermissionSet',
    ],
  ])('that refers to %s is refused', async (_name, parts, problem) => {
    expect(await problemOf(with_(parts))).toBe(problem);
  });

  it('accepts a user permission of any name, and returns it', async () => {
    const parts = '<userPermissions><enabled>true</enabled><name>ActivitiesAccess</name></userPermissions>';
    expect(await problemOf(with_(parts))).toBeUndefined();
  });

  it('can refer to components of the seed', async () => {
    const parts = '<classAccesses><apexClass>Foo</apexClass><enabled>true</enabled></classAccesses>';
    expect(await problemOf(with_(parts), { existing: { ApexClass: ['Foo'] } })).toBeUndefined();
  });

  it("keeps access to users' external credentials", async () => {
    const client = await startOrg();
    await client.deploy(with_(objectPermissions(['allowRead'])));
    const { text } = await client.soap(
      'm',
      '<readMetadata><type>PermissionSet</type><fullNames>AcmeKeyAccess</fullNames></readMetadata>',
    );
    expect(text).toContain(
      '<allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>UserExternalCredential</object>',
    );
  });

  it('shows viewAllFields since 63.0', async () => {
    const client = await startOrg();
    await client.deploy(with_(objectPermissions(['allowRead'])));
    const read = async (version: string) =>
      (
        await client.soap(
          'm',
          '<readMetadata><type>PermissionSet</type><fullNames>AcmeKeyAccess</fullNames></readMetadata>',
          { version },
        )
      ).text;
    expect(await read('62.0')).not.toContain('viewAllFields');
    expect(await read('63.0')).toContain('<viewAllFields>false</viewAllFields>');
  });

  it('refers to principals with or without the namespace of its own org', async () => {
    const { deploy } = await startOrg({ namespace: 'acme' });
    expect((await deploy(chain())).status).toBe('Succeeded');
    expect((await deploy(with_(access('acme__AcmeKms-Key Service')))).status).toBe('Succeeded');
  });
});
