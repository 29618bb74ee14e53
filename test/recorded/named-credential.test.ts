import { afterEach, describe, expect, it } from '@jest/globals';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { connect, retrieve } from '../../src/salesforce/index.ts';
import { chain } from '../local/salesforce/samples.ts';
import { closePulls, pullOrg } from '../operations/pull-org.ts';

afterEach(closePulls);

/** Metadata API Developer Guide, NamedCredential, "Declarative Metadata Sample Definition": the elements, unchanged. */
const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>SampleNamedCredential</label>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
    <namedCredentialParameters>
        <description>IAM Endpoint</description>
        <parameterName>DefaultEndpoint</parameterName>
        <parameterType>Url</parameterType>
        <parameterValue>https://iam.amazonaws.com/</parameterValue>
    </namedCredentialParameters>
    <namedCredentialParameters>
        <description>AWS Auth</description>
        <parameterName>DefaultAuth</parameterName>
        <parameterType>Authentication</parameterType>
        <externalCredential>SampleExternalCredential</externalCredential>
    </namedCredentialParameters>
    <namedCredentialParameters>
        <description>Cert</description>
        <parameterName>DefaultCert</parameterName>
        <parameterType>ClientCertificate</parameterType>
        <certificate>MyCertificate</certificate>
    </namedCredentialParameters>
    <allowMergeFieldsInBody>true</allowMergeFieldsInBody>
    <allowMergeFieldsInHeader>true</allowMergeFieldsInHeader>
    <generateAuthorizationHeader>true</generateAuthorizationHeader>
</NamedCredential>
`;
const credential =
  Object.entries(chain()).find(([path]) => path.startsWith('externalCredentials/'))?.[1] ?? '';

const deployed = async () => {
  const org = await pullOrg({ seed: { certificates: ['MyCertificate'] } });
  await org.deploy({
    'externalCredentials/SampleExternalCredential.externalCredential': credential,
    'namedCredentials/SampleNamedCredential.namedCredential': SAMPLE,
  });
  return org;
};

/** Each parameter as its elements, and the other elements, in any order. */
const meaningOf = (xml: string) => {
  const leaves = (text: string) =>
    [...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => `${name}=${value}`).sort();
  const lists = [...xml.matchAll(/<namedCredentialParameters>(.*?)<\/namedCredentialParameters>/gs)];
  return {
    parameters: lists.map(([, inside = '']) => leaves(inside)).sort(),
    own: leaves(xml.replace(/<namedCredentialParameters>.*?<\/namedCredentialParameters>/gs, '')),
  };
};

describe('the sample of a named credential (Metadata API Developer Guide, NamedCredential)', () => {
  it('is returned by the local org, element by element, by the package.xml beside it', async () => {
    const org = await deployed();
    const { url: instanceUrl, accessToken } = org.client.org;
    const target = { kind: 'token' as const, instanceUrl, accessToken };
    const session = await connect(target, { apiVersion: '66.0', stateDir: org.folder });
    try {
      // That package.xml: all named credentials, version 56.0.
      const { files } = await retrieve(session, new Map([['NamedCredential', ['*']]]), { version: '56.0' });
      expect([...files.keys()].sort()).toEqual([
        'namedCredentials/SampleNamedCredential.namedCredential',
        'package.xml',
      ]);
      const { own, parameters } = meaningOf(SAMPLE);
      const shown = meaningOf(files.get('namedCredentials/SampleNamedCredential.namedCredential') ?? '');
      expect(shown.parameters).toEqual(parameters);
      expect(shown.own).toEqual(expect.arrayContaining(own));
    } finally {
      await session.close();
    }
  });

  it('is pulled field by field, and then matches the org', async () => {
    const org = await deployed();
    org.write('version: 1\napiVersion: "66.0"\nenvironments:\n  test: { default: true }\n');
    await pull({ config: org.config });
    const text = org.text();
    for (const line of [
      'SampleNamedCredential:',
      'https://iam.amazonaws.com/',
      'IAM Endpoint',
      'DefaultEndpoint',
      'externalCredential: ',
      'AWS Auth',
      'DefaultAuth',
      'MyCertificate',
      'DefaultCert',
      'Cert',
    ])
      expect(text).toContain(line);
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });
});
