import { afterEach, describe, expect, it } from '@jest/globals';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { connect } from '../../src/salesforce/connect.ts';
import { externalCredentials } from '../../src/salesforce/external-credentials.ts';
import { closePulls, type PullOrg, pullOrg } from '../operations/pull-org.ts';
import { fakeSalesforce, TOKEN } from '../salesforce/fake-salesforce.ts';
import { SAMPLE_AWS } from './sample-aws.ts';

afterEach(closePulls);

const PATH = '/services/data/v66.0/named-credentials/external-credentials';
const config = 'version: 1\napiVersion: "66.0"\nenvironments:\n  test: { default: true }\n';

const created = async (org: PullOrg) => {
  expect((await org.client.rest('POST', PATH, SAMPLE_AWS)).status).toBe(201);
  org.write(config);
  await pull({ config: org.config });
};

describe('the example of creating an external credential (Connect REST API Developer Guide)', () => {
  it('is what keyway sends, field by field', async () => {
    await using server = await fakeSalesforce(({ method, body }) =>
      method === 'POST' ? { status: 201, json: JSON.parse(body) } : undefined,
    );
    const target = { kind: 'token' as const, instanceUrl: server.url, accessToken: TOKEN };
    const org = await connect(target, { apiVersion: '66.0', stateDir: '' });
    try {
      expect(await externalCredentials.create(org, SAMPLE_AWS)).toEqual(SAMPLE_AWS);
      const sent = server.received.at(-1);
      expect(`${sent?.method} ${sent?.path}`).toBe(`POST ${PATH}`);
      expect(JSON.parse(sent?.body ?? '')).toEqual(SAMPLE_AWS);
    } finally {
      await org.close();
    }
  });

  it('is pulled from the metadata that it creates, each value in its field', async () => {
    const org = await pullOrg();
    await created(org);
    const text = org.text();
    for (const field of [
      'SampleAws:',
      'label: SampleAwsLabel',
      'protocol: AwsSv4',
      'variant: AwsSv4_STS',
      'service: dynamodb',
      'region: us-west-2',
      'accountId: sampleAccountId',
      'externalId: sampleExternalId',
      'durationSeconds: ',
      'SampleHeader: SampleHeaderValue',
      'SamplePrincipal',
    ])
      expect(text).toContain(field);
    expect(text).not.toContain('parameters:');
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });
});
