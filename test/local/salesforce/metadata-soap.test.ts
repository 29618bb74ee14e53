import { afterEach, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { type Client, closeAll, startOrg } from './client.ts';
import { chain } from './samples.ts';

afterEach(closeAll);

const retrieve = async (
  { soap }: Client,
  members: readonly (readonly [string, string])[],
  version = '66.0',
) => {
  const types = members
    .map(([type, name]) => `<types><members>${name}</members><name>${type}</name></types>`)
    .join('');
  const sent = await soap(
    'm',
    `<retrieve><request><apiVersion>${version}</apiVersion><unpackaged>${types}<version>${version}</version></unpackaged></request></retrieve>`,
  );
  const id = /<id>(\w+)</.exec(sent.text)?.[1];
  const states: string[] = [];
  for (;;) {
    const { text } = await soap(
      'm',
      `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`,
    );
    states.push(/<status>(\w+)</.exec(text)?.[1] ?? '');
    if (!text.includes('<done>true</done>')) continue;
    const zip = unzipSync(Buffer.from(/<zipFile>([^<]*)</.exec(text)?.[1] ?? '', 'base64'));
    const files = Object.fromEntries(
      Object.entries(zip).map(([name, content]) => [name, new TextDecoder().decode(content)]),
    );
    return { text, files, states };
  }
};

describe('readMetadata (Metadata WSDL)', () => {
  it('returns a nil record for a missing name', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { body } = await client.soap(
      'm',
      '<readMetadata><type>NamedCredential</type><fullNames>None</fullNames><fullNames>AcmeKeys</fullNames></readMetadata>',
    );
    const records = body.children[0]?.children ?? [];
    expect(records.map(({ attributes }) => attributes['xsi:nil'] ?? attributes['xsi:type'])).toEqual([
      'true',
      'NamedCredential',
    ]);
  });

  it('accepts at most ten names', async () => {
    const { soap } = await startOrg();
    const names = (count: number) => '<fullNames>A</fullNames>'.repeat(count);
    expect(
      (await soap('m', `<readMetadata><type>PermissionSet</type>${names(10)}</readMetadata>`)).status,
    ).toBe(200);
    const { status, text } = await soap(
      'm',
      `<readMetadata><type>PermissionSet</type>${names(11)}</readMetadata>`,
    );
    expect([status, text.includes('EXCEEDED_ID_LIMIT')]).toEqual([500, true]);
  });

  it('fills in the defaults of a named credential', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { text } = await client.soap(
      'm',
      '<readMetadata><type>NamedCredential</type><fullNames>AcmeKeys</fullNames></readMetadata>',
    );
    expect(text).toContain(
      '<fullName>AcmeKeys</fullName><allowMergeFieldsInBody>false</allowMergeFieldsInBody><allowMergeFieldsInHeader>false</allowMergeFieldsInHeader><calloutStatus>Enabled</calloutStatus><generateAuthorizationHeader>true</generateAuthorizationHeader><label>',
    );
  });

  it("refuses by name a type that the local org doesn't have", async () => {
    const { soap } = await startOrg();
    const { status, text } = await soap(
      'm',
      '<readMetadata><type>ApexTrigger</type><fullNames>A</fullNames></readMetadata>',
    );
    expect(status).toBe(501);
    expect(text).toContain('[local org] metadata type ApexTrigger is not emulated');
  });
});

describe('listMetadata and describeMetadata (Metadata WSDL)', () => {
  it('list components with their file properties', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { text } = await client.soap(
      'm',
      '<listMetadata><queries><type>PermissionSet</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>',
    );
    expect(text).toMatch(
      /<fileName>permissionsets\/AcmeKeyAccess.permissionset<\/fileName><fullName>AcmeKeyAccess<\/fullName><id>0PS\w{15}<\/id>/,
    );
  });

  it('describe the types of the local org', async () => {
    const { soap } = await startOrg();
    const { text } = await soap('m', '<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>');
    expect([...text.matchAll(/<xmlName>(\w+)</g)].map(([, name]) => name)).toEqual([
      'Certificate',
      'Settings',
      'AuthProvider',
      'RemoteSiteSetting',
      'CspTrustedSite',
      'OutboundNetworkConnection',
      'ExternalAuthIdentityProvider',
      'ExternalCredential',
      'NamedCredential',
      'ApexClass',
      'PermissionSet',
    ]);
  });

  it("refuse by name WSDL operations that the local org doesn't have", async () => {
    const { soap } = await startOrg();
    const { status, text } = await soap('m', '<createMetadata/>');
    expect(status).toBe(501);
    expect(text).toContain('Metadata API operation createMetadata is not emulated');
  });

  it('answer a fault to unknown operations', async () => {
    const { soap } = await startOrg();
    expect((await soap('m', '<nonsense/>')).text).toContain(
      'No operation available for request {http://soap.sforce.com/2006/04/metadata}nonsense',
    );
  });

  it('answer UNSUPPORTED_API_VERSION at an unsupported version', async () => {
    const { soap } = await startOrg();
    expect((await soap('m', '<describeMetadata/>', { version: '59.0' })).text).toContain(
      '<faultcode>sf:UNSUPPORTED_API_VERSION</faultcode>',
    );
  });
});

describe('retrieve (Metadata API Developer Guide, retrieve())', () => {
  it('returns files in unpackaged/, as a real org writes them', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { files } = await retrieve(client, [['ExternalCredential', 'AcmeKms']]);
    expect(
      files['unpackaged/externalCredentials/AcmeKms.externalCredential'],
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <authenticationProtocol>Custom</authenticationProtocol>
    <externalCredentialParameters>
        <parameterGroup>Key Service</parameterGroup>
        <parameterName>Key Service</parameterName>
        <parameterType>NamedPrincipal</parameterType>
        <sequenceNumber>1</sequenceNumber>
    </externalCredentialParameters>
    <label>Acme KMS</label>
</ExternalCredential>
`);
    expect(files['unpackaged/package.xml']).toContain('<members>AcmeKms</members>');
  });

  it('is Pending, then InProgress, then Succeeded', async () => {
    const client = await startOrg({ pace: { pending: 60, inProgress: 60 } });
    const { states } = await retrieve(client, [['PermissionSet', '*']]);
    expect([...new Set(states)]).toEqual(['Pending', 'InProgress', 'Succeeded']);
  });

  it('reports a missing component, without a file', async () => {
    const client = await startOrg();
    const { text, files } = await retrieve(client, [['PermissionSet', 'None']]);
    expect(text).toContain('Entity of type &apos;PermissionSet&apos; named &apos;None&apos; cannot be found');
    expect(Object.keys(files)).toEqual(['unpackaged/package.xml']);
  });

  it('can use the wildcard *', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { files } = await retrieve(client, [
      ['NamedCredential', '*'],
      ['PermissionSet', '*'],
    ]);
    expect(Object.keys(files).toSorted()).toEqual([
      'unpackaged/namedCredentials/AcmeKeys.namedCredential',
      'unpackaged/package.xml',
      'unpackaged/permissionsets/AcmeKeyAccess.permissionset',
    ]);
  });
});

describe('a deploy by SOAP', () => {
  it("that has ended can't be canceled", async () => {
    const client = await startOrg();
    const { id } = await client.deploy(chain());
    expect((await client.soap('m', `<cancelDeploy><String>${id}</String></cancelDeploy>`)).status).toBe(500);
  });

  it("with an unknown id doesn't exist", async () => {
    const { soap } = await startOrg();
    expect(
      (
        await soap(
          'm',
          '<checkDeployStatus><asyncProcessId>0Af000000000009CAA</asyncProcessId></checkDeployStatus>',
        )
      ).text,
    ).toContain('INVALID_CROSS_REFERENCE_KEY');
  });
});
