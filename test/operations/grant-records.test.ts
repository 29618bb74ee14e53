import { afterEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { validate } from '../../src/operations/validate.ts';
import { verify } from '../../src/operations/verify.ts';
import { access, permissionSet } from '../local/salesforce/samples.ts';
import { closePulls, type PullOrg, pullOrg } from './pull-org.ts';
import { rewritingProxy } from './rewriting-proxy.ts';

/** A set of another team, with what a principal also needs. */
const theirs = permissionSet(
  `${access('Ext-A')}    <description>Sales</description>\n    <userPermissions>\n        <enabled>true</enabled>\n        <name>ViewSetup</name>\n    </userPermissions>\n`,
  'Sales team',
);

const config = (principals: string, more = '') => `version: 1
apiVersion: "66.0"
externalCredentials:
  Ext: { label: Acme KMS, authentication: { protocol: Custom }, principals: { A: NamedPrincipal, B: NamedPrincipal } }
permissionSets:
  SalesTeam:
    managed: principals
    grantBy: records
    principals: [${principals}]
${more}`;

let org: PullOrg;
const start = async (text: string) => {
  org = await pullOrg({
    seed: {
      components: {
        'externalCredentials/Ext.externalCredential': `<?xml version="1.0" encoding="UTF-8"?>
<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <authenticationProtocol>Custom</authenticationProtocol>
    <externalCredentialParameters>
        <parameterGroup>A</parameterGroup>
        <parameterName>A</parameterName>
        <parameterType>NamedPrincipal</parameterType>
        <sequenceNumber>1</sequenceNumber>
    </externalCredentialParameters>
    <label>Acme KMS</label>
</ExternalCredential>
`,
        'permissionsets/SalesTeam.permissionset': theirs,
      },
    },
  });
  org.write(text);
};
const retrieved = async () => (await org.retrieved())['permissionsets/SalesTeam.permissionset'] ?? '';
const granted = (xml: string) =>
  [...xml.matchAll(/<externalCredentialPrincipal>(.*?)</g)].map(([, name]) => name);
const rest = (xml: string) =>
  xml.replaceAll(/ *<externalCredentialPrincipalAccesses>.*?<\/externalCredentialPrincipalAccesses>\n/gs, '');

afterEach(closePulls);

describe('a permission set with grantBy: records', () => {
  it('gains a principal that the same deploy creates and loses one, without a job', async () => {
    await start(config('Ext-B'));
    const before = await retrieved();
    const { assignments } = await deploy({ config: org.config, allow: ['principal-removal'] });
    expect(assignments).toEqual([
      { name: 'SalesTeam → Ext-B', outcome: 'granted' },
      { name: 'SalesTeam → Ext-A', outcome: 'withdrawn' },
    ]);
    expect(granted(await retrieved())).toEqual(['Ext-B']);
    expect(rest(await retrieved())).toBe(rest(before));
    expect((await plan({ config: org.config })).changes).toEqual([]);
    expect((await verify({ config: org.config })).checks).toContainEqual(
      expect.objectContaining({ name: 'SalesTeam → Ext-B', ok: true }),
    );
  });

  it('is restored by a rollback, record by record, without a job', async () => {
    await start(config('Ext-A'));
    await deploy({ config: org.config });
    org.write(config('Ext-A, Ext-B'));
    expect((await deploy({ config: org.config })).deploy).toBeNull();
    const { assignments, deploy: job } = await rollback({ config: org.config });
    expect(job).toBeNull();
    expect(assignments).toEqual([{ name: 'SalesTeam → Ext-B', outcome: 'withdrawn' }]);
    expect(granted(await retrieved())).toEqual(['Ext-A']);
  });

  it('is read back if the answer to a record is lost', async () => {
    await start(config('Ext-A, Ext-B'));
    let lost = 0;
    const proxy = await rewritingProxy(org.client.org.url, (answer) => {
      if (answer.method !== 'POST' || !answer.path.endsWith('/sobjects/SetupEntityAccess')) return;
      lost += 1;
      answer.body = 'cut off';
    });
    process.env.SF_ORG_INSTANCE_URL = proxy.url;
    try {
      const { assignments } = await deploy({ config: org.config });
      expect(assignments).toEqual([{ name: 'SalesTeam → Ext-B', outcome: 'granted' }]);
    } finally {
      await proxy.close();
    }
    expect(lost).toBe(1);
    expect(granted(await retrieved())).toEqual(['Ext-A', 'Ext-B']);
  });

  it('fails if the org refuses a record, and says which', async () => {
    await start(config('Ext-A, Ext-B'));
    const proxy = await rewritingProxy(org.client.org.url, (answer) => {
      if (answer.method !== 'POST' || !answer.path.endsWith('/sobjects/SetupEntityAccess')) return;
      answer.status = 403;
      answer.body = '[{"errorCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"no access"}]';
    });
    process.env.SF_ORG_INSTANCE_URL = proxy.url;
    try {
      await expect(deploy({ config: org.config })).rejects.toThrow(/granting Ext-B to SalesTeam.*no access/s);
    } finally {
      await proxy.close();
    }
  });

  it("isn't called withdrawn if the org hides its record", async () => {
    await start(config(''));
    const proxy = await rewritingProxy(org.client.org.url, (answer) => {
      if (!answer.path.includes('FROM SetupEntityAccess')) return;
      answer.body = JSON.stringify({ ...JSON.parse(answer.body), records: [], totalSize: 0 });
    });
    process.env.SF_ORG_INSTANCE_URL = proxy.url;
    try {
      await expect(deploy({ config: org.config })).rejects.toMatchObject({
        code: 'GrantFailed',
        message: expect.stringContaining('record of SalesTeam → Ext-A'),
      });
    } finally {
      await proxy.close();
    }
    expect(granted(await retrieved())).toEqual(['Ext-A']);
  });

  it("can't change access to UserExternalCredential", async () => {
    await start(config('Ext-A', '    userExternalCredentials: read\n'));
    const { problems } = await validate({ config: org.config });
    expect(problems).toMatchObject([{ message: expect.stringContaining("can't be changed by records") }]);
  });
});
