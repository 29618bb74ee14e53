import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { validate } from '../../src/operations/validate.ts';
import { externalCredential, principal } from '../local/salesforce/samples.ts';
import { closePulls, type PullOrg, pullOrg } from './pull-org.ts';

const config = ({ label = 'Acme link', url = 'https://api.acme.example' } = {}) => `version: 1
apiVersion: "66.0"
externalCredentials:
  Kms: { label: Acme KMS, authentication: { protocol: Custom }, principals: { P: NamedPrincipal } }
namedCredentials:
  Keys:
    type: PrivateEndpoint
    label: Keys
    url: https://kms.acme.example
    externalCredential: Kms
    outboundNetworkConnection: Link
outboundNetworkConnections:
  Link: { label: ${label}, region: eu-central-1, serviceName: com.amazonaws.vpce.eu-central-1.vpce-svc-1 }
remoteSiteSettings:
  AcmeApi: { url: ${url} }
cspTrustedSites:
  AcmeApi: { url: ${url} }
`;

let org: PullOrg;
afterEach(closePulls);

const connection = (status: string) => ({
  'outboundNetworkConnections/Link.outboundNetworkConnection': `<OutboundNetworkConnection xmlns="http://soap.sforce.com/2006/04/metadata">
    <connectionType>AwsPrivateLink</connectionType>
    <isActive>true</isActive>
    <label>Acme link</label>
    <outboundNetworkConnProperties><propertyName>Region</propertyName><propertyValue>eu-central-1</propertyValue></outboundNetworkConnProperties>
    <outboundNetworkConnProperties><propertyName>AwsVpcEndpointServiceName</propertyName><propertyValue>com.amazonaws.vpce.eu-central-1.vpce-svc-1</propertyValue></outboundNetworkConnProperties>
    <outboundNetworkConnProperties><propertyName>AwsVpcEndpointId</propertyName><propertyValue>vpce-42</propertyValue></outboundNetworkConnProperties>
    <status>${status}</status>
</OutboundNetworkConnection>`,
});
const inOrg = async () => {
  const { text } = await org.client.soap(
    'm',
    '<readMetadata><type>OutboundNetworkConnection</type><fullNames>Link</fullNames></readMetadata>',
  );
  return text;
};

describe('sites and private connections', () => {
  it('are deployed in one job with the named credential that uses one, and then there is nothing to do', async () => {
    org = await pullOrg();
    org.write(config());
    const { changes, checks } = await deploy({ config: org.config });
    expect(changes.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'RemoteSiteSetting AcmeApi',
      'CspTrustedSite AcmeApi',
      'OutboundNetworkConnection Link',
      'ExternalCredential Kms',
      'NamedCredential Keys',
    ]);
    expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });

  it("keep the org's status and fields of a connection", async () => {
    org = await pullOrg();
    await org.deploy(connection('Ready'));
    org.write(config({ label: 'Another label' }));
    const { changes } = await deploy({ config: org.config });
    expect(changes.filter(({ type }) => type === 'OutboundNetworkConnection')).toMatchObject([
      { fields: [{ path: 'label', from: 'Acme link', to: 'Another label' }] },
    ]);
    expect(await inOrg()).toContain('<status>Ready</status>');
    expect(await inOrg()).toContain('<propertyValue>vpce-42</propertyValue>');
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });

  it('are pulled if the chain uses them, or if they are named', async () => {
    org = await pullOrg();
    await org.deploy({
      ...connection('Ready'),
      'externalCredentials/Kms.externalCredential': externalCredential('Custom', principal('P')),
    });
    org.write(config());
    await deploy({ config: org.config });
    org.write('version: 1\napiVersion: "66.0"\n');
    const { leftOut, notes } = await pull({ config: org.config });
    expect({ leftOut, notes }).toEqual({ leftOut: [], notes: [] });
    const { outboundNetworkConnections, ...others } = parse(org.text());
    expect(outboundNetworkConnections).toEqual({
      Link: {
        label: 'Acme link',
        region: 'eu-central-1',
        serviceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-1',
      },
    });
    expect(Object.keys(others)).not.toContain('remoteSiteSettings');
    await pull({ config: org.config, names: ['AcmeApi'] });
    expect(parse(org.text())).toMatchObject({
      remoteSiteSettings: { AcmeApi: { url: 'https://api.acme.example' } },
      cspTrustedSites: { AcmeApi: { url: 'https://api.acme.example' } },
    });
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });

  it('are refused over http', async () => {
    org = await pullOrg();
    org.write(config({ url: 'http://api.acme.example' }));
    const { problems } = await validate({ config: org.config });
    expect(problems.map(({ at }) => at.line)).toEqual([15, 17]);
  });
});
