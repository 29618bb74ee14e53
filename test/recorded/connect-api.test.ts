import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from '../local/salesforce/client.ts';
import { credentialText, namedText, principalText } from './connect-api.ts';

/*
 * Apex Reference Guide, "NamedCredentials Class" with its input and output classes: the documented calls, sent as
 * anonymous Apex. Connect REST reads their results back.
 */

let client: Client;
beforeAll(async () => {
  client = await startOrg({
    seed: { users: [{ username: 'apex@acme.example', permissions: ['ApiEnabled', 'AuthorApex'] }] },
  });
  await run(principalText);
});
afterAll(closeAll);

const REST = '/services/data/v66.0/named-credentials';

const run = async (source: string) => {
  const { body } = await client.apex(source);
  expect([body.compileProblem, body.exceptionMessage]).toEqual([null, null]);
};

const problemOf = async (source: string) => {
  const { body } = await client.apex(source);
  return body.compileProblem ?? body.exceptionMessage;
};

const credentialOf = async (name: string, principal: string) =>
  (
    await client.get(
      `${REST}/credential?externalCredential=${name}&principalType=NamedPrincipal&principalName=${principal}`,
    )
  ).body;

describe('ConnectApi.NamedCredentials', () => {
  it('createExternalCredential and createNamedCredential make what REST then shows', async () => {
    const external = (await client.get(`${REST}/external-credentials/ApexKms`)).body;
    expect(external).toMatchObject({
      authenticationProtocol: 'Custom',
      customHeaders: [{ headerName: 'X-Api-Key', headerValue: '{!$Credential.ApexKms.apiKey}' }],
      masterLabel: 'Apex KMS',
      principals: [{ principalName: 'KeyService', principalType: 'NamedPrincipal', sequenceNumber: 1 }],
    });
    await run(namedText);
    expect((await client.get(`${REST}/named-credential-setup/ApexKeys`)).body).toMatchObject({
      calloutOptions: { generateAuthorizationHeader: false, allowMergeFieldsInHeader: true },
      calloutUrl: 'https://kms.acme.example',
      externalCredentials: [{ developerName: 'ApexKms' }],
      type: 'SecuredEndpoint',
    });
  });

  it('createCredential, updateCredential, patchCredential and deleteCredential', async () => {
    const stored = async () => (await credentialOf('ApexKms', 'KeyService')).credentials;
    await run(`${credentialText({ apiKey: 's3cr3t' })}
ConnectApi.Credential made = ConnectApi.NamedCredentials.createCredential(input);
System.assertEquals('KeyService', made.principalName);
System.assertEquals(ConnectApi.CredentialAuthenticationProtocol.Custom, made.authenticationProtocol);
System.assertEquals(null, made.credentials.get('apiKey').value);
System.assert(made.credentials.get('apiKey').encrypted);`);
    expect(await stored()).toEqual({ apiKey: { encrypted: true, revision: 1 } });

    await run(
      `${credentialText({ tenant: '42' }, false)} ConnectApi.NamedCredentials.patchCredential(input);`,
    );
    expect(await stored()).toMatchObject({ apiKey: { encrypted: true }, tenant: { value: '42' } });

    await run(`${credentialText({ apiKey: 'new' })} ConnectApi.NamedCredentials.updateCredential(input);`);
    expect(Object.keys(await stored())).toEqual(['apiKey']);

    await run(`ConnectApi.NamedCredentials.deleteCredential('ApexKms', 'KeyService',
  ConnectApi.CredentialPrincipalType.NamedPrincipal, new List<String>{ 'apiKey' });`);
    expect(await stored()).toEqual({});
  });

  it('getCredential says what is there, and reads like a property', async () => {
    await run(`ConnectApi.Credential none = ConnectApi.NamedCredentials.getCredential('ApexKms', 'KeyService', ConnectApi.CredentialPrincipalType.NamedPrincipal);
System.assert(none.credentials.isEmpty());
System.assert(none.authenticationStatus == ConnectApi.CredentialAuthenticationStatus.Unknown);
System.assertEquals('Unknown', none.authenticationStatus.name());
System.assertEquals(null, none.AUTHENTICATIONPROTOCOLVARIANT);`);
  });

  it('lists, and changes what was read', async () => {
    await run(`for (ConnectApi.ExternalCredential one : ConnectApi.NamedCredentials.getExternalCredentials().externalCredentials) {
  System.assertEquals('ApexKms', one.developerName);
  System.assertEquals(1, one.principals[0].sequenceNumber);
}
ConnectApi.ExternalCredential before = ConnectApi.NamedCredentials.getExternalCredential('ApexKms');
ConnectApi.ExternalCredentialPrincipalInput principal = new ConnectApi.ExternalCredentialPrincipalInput();
principal.id = before.principals[0].id;
principal.principalName = before.principals[0].principalName;
principal.principalType = before.principals[0].principalType;
principal.sequenceNumber = before.principals[0].sequenceNumber;
ConnectApi.ExternalCredentialInput input = new ConnectApi.ExternalCredentialInput();
input.developerName = before.developerName;
input.masterLabel = before.masterLabel + ' 2';
input.authenticationProtocol = before.authenticationProtocol;
input.principals = new List<ConnectApi.ExternalCredentialPrincipalInput>{ principal };
ConnectApi.ExternalCredential after = ConnectApi.NamedCredentials.updateExternalCredential('ApexKms', input);
System.assertEquals('Apex KMS 2', after.masterLabel);
System.assertEquals(before.principals[0].id, after.principals[0].id);
System.assertEquals(0, after.customHeaders.size());`);
  });

  it('a block that fails later changes nothing', async () => {
    expect(
      await problemOf(
        `${credentialText({ apiKey: 's3cr3t' })} ConnectApi.NamedCredentials.createCredential(input); Integer i = 1 / 0;`,
      ),
    ).toBe('System.MathException: Divide by 0');
    expect((await credentialOf('ApexKms', 'KeyService')).credentials).toEqual({});
  });

  it('refusals are the exceptions of the namespace, which a block can catch', async () => {
    const get = (name: string) =>
      `ConnectApi.NamedCredentials.getCredential('${name}', 'KeyService', ConnectApi.CredentialPrincipalType.NamedPrincipal);`;
    expect(await problemOf(get('Nothing'))).toMatch(/^ConnectApi\.NotFoundException: .*Nothing/);
    await run(`String type = '';
try { ${get('Nothing')} } catch (ConnectApi.NotFoundException e) { type = e.getTypeName(); }
System.assertEquals('ConnectApi.NotFoundException', type);`);
    expect(
      await problemOf('ConnectApi.NamedCredentials.createCredential(new ConnectApi.CredentialInput());'),
    ).toMatch(/^ConnectApi\.ConnectApiException: Missing required argument: /);
  });

  it('needs the permission that Connect REST needs', async () => {
    const user = client.org.users.find(({ username }) => username === 'apex@acme.example');
    const { body } = await client.apex(
      'ConnectApi.NamedCredentials.getExternalCredentials();',
      user?.accessToken,
    );
    expect(body.exceptionMessage).toMatch(
      /^ConnectApi\.ConnectApiException: You do not have the level of access/,
    );
  });

  it('deletes from API version 66.0 on', async () => {
    const remove = "ConnectApi.NamedCredentials.deleteNamedCredential('ApexKeys');";
    const path = (version: string) =>
      `/services/data/v${version}/tooling/executeAnonymous/?anonymousBody=${encodeURIComponent(remove)}`;
    expect((await client.get(path('65.0'))).body.exceptionMessage).toBe(
      '[local org] not emulated: deleteNamedCredential before API version 66.0',
    );
    expect((await client.get(path('66.0'))).body).toMatchObject({ success: true });
    expect((await client.get(`${REST}/named-credential-setup`)).body.namedCredentials).toEqual([]);
  });

  it.each([
    [
      `try { ConnectApi.NamedCredentials.getExternalCredential('Nothing'); }
catch (ConnectApi.ConnectApiException e) { Integer i = 1; }`,
      '[local org] not emulated: catching a ConnectApi.NotFoundException as ConnectApi.ConnectApiException',
    ],
    [
      `${credentialText({ apiKey: 's3cr3t' })} ConnectApi.NamedCredentials.createCredential(input);
HttpRequest request = new HttpRequest(); request.setEndpoint('callout:ApexKeys'); new Http().send(request);`,
      '[local org] not emulated: a callout after ConnectApi.NamedCredentials.createCredential',
    ],
    [
      'ConnectApi.CredentialInput i = new ConnectApi.CredentialInput(); i.nothing = 1;',
      'Variable does not exist: nothing',
    ],
    [
      "ConnectApi.CredentialInput i = new ConnectApi.CredentialInput(); i.principalType = 'NamedPrincipal';",
      'Illegal assignment from String to ConnectApi.CredentialPrincipalType',
    ],
    ['Object o = ConnectApi.CredentialPrincipalType.Nobody;', 'Variable does not exist: Nobody'],
    [
      "Object o = ConnectApi.NamedCredentials.getExternalCredential('ApexKms').principals[0].principalAccess;",
      '[local org] not emulated: ConnectApi.ExternalCredentialPrincipal.principalAccess',
    ],
    [
      "System.debug(ConnectApi.NamedCredentials.getExternalCredential('ApexKms'));",
      '[local org] not emulated: the text of ConnectApi.ExternalCredential',
    ],
    [
      'Object o = ConnectApi.NamedCredentials.getExternalAuthIdentityProviders();',
      '[local org] not emulated: the method ConnectApi.NamedCredentials.getExternalAuthIdentityProviders()',
    ],
    [
      'Object o = ConnectApi.ChatterFeeds.getFeed();',
      '[local org] not emulated: ConnectApi.ChatterFeeds.getFeed',
    ],
  ])('%s', async (source, problem) => {
    expect(await problemOf(source)).toBe(problem);
  });
});
