import { afterEach, describe, expect, it } from '@jest/globals';
import { signRequest } from '../../../../src/local/salesforce/callout/signature-v4.ts';
import { closeAll } from '../client.ts';
import { param } from '../connect/chain.ts';
import { call, chainTo } from './chain.ts';
import { closeServices, startService } from './service.ts';
import { signatureOf, verify } from './signature-verifier.ts';

afterEach(closeAll);
afterEach(closeServices);

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

/** From the AWS Signature Version 4 test suite: AKIDEXAMPLE, us-east-1, service, 20150830T123600Z. */
const VECTORS: readonly (readonly [
  name: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signature: string,
])[] = [
  ['get-vanilla', 'GET', '/', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  ['post-vanilla', 'POST', '/', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
];

const suiteKeys = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: SECRET,
  region: 'us-east-1',
  service: 'service',
};
const suiteTime = Date.UTC(2015, 7, 30, 12, 36);

describe('the signer and the verifier, each checked against known signatures', () => {
  it.each(VECTORS)('%s', (_name, method, path, headers, body, signature) => {
    const url = new URL(`https://example.amazonaws.com${path}`);
    const signed = signRequest({ method, url, headers, body }, suiteKeys, suiteTime);
    expect(signed.Authorization).toMatch(new RegExp(`Signature=${signature}$`));
    const wire = {
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    };
    const names = Object.keys(wire).toSorted();
    const scope = '20150830/us-east-1/service/aws4_request';
    expect(signatureOf({ method, path, headers: wire, body }, SECRET, scope, names)).toBe(signature);
  });

  it('ListUsers of IAM (AWS General Reference, Signature Version 4 examples)', () => {
    const signed = signRequest(
      {
        method: 'GET',
        url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: '',
      },
      { ...suiteKeys, service: 'iam' },
      suiteTime,
    );
    expect(signed.Authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    );
  });

  it('notices a changed request', () => {
    const scope = '20150830/us-east-1/service/aws4_request';
    const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
    const names = ['host', 'x-amz-date'];
    const [, method, path, , body, signature] = VECTORS[0] ?? VECTORS[1]!;
    for (const changed of [{ path: '/x' }, { method: 'POST' }, { body: 'x' }])
      expect(signatureOf({ method, path, headers, body, ...changed }, SECRET, scope, names)).not.toBe(
        signature,
      );
  });
});

describe('a callout by AwsSv4', () => {
  const keys = { awsAccessKeyId: 'AKIDEXAMPLE', awsSecretAccessKey: SECRET };
  const aws = (service: string): string =>
    param('AuthParameter', 'AwsRegion', 'eu-central-1') + param('AuthParameter', 'AwsService', service);

  it.each([
    ['a plain request', 'kms', { endpoint: 'callout:Nc' }],
    ['a path and a query', 'kms', { endpoint: 'callout:Nc/keys/b?z=1&a=2&a=1&empty=&none' }],
    ['signs and spaces in the path', 'kms', { endpoint: "callout:Nc/a b/c%2Fd/é/(x)'!*~" }],
    ['signs in the query', 'kms', { endpoint: 'callout:Nc/?q=a%20b%2Bc&r=é&s=%2F/' }],
    ['S3, whose path is encoded once', 's3', { endpoint: 'callout:Nc/bucket/a b/é(1).txt' }],
    [
      'a body with its type',
      'dynamodb',
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-amz-json-1.0',
          'X-Amz-Target': 'DynamoDB_20120810.ListTables',
        },
        body: '{"Limit": 3, "x": "é"}',
      },
    ],
    ['headers with spaces', 'kms', { headers: { 'X-Amz-Meta': '  a   b  ', 'X-Other': 'not signed' } }],
  ])('is signed so that a service accepts it: %s', async (_what, service, request) => {
    const received = await startService();
    const client = await chainTo({
      url: received.url,
      protocol: 'AwsSv4',
      parameters: aws(service),
      credentials: keys,
    });
    expect(await call(client, request)).toBe('200 hello');
    const [wire] = received.received;
    const verdict = verify(wire!, SECRET);
    expect(verdict.accessKeyId).toBe('AKIDEXAMPLE');
    expect(verdict.scope).toMatch(new RegExp(`^\\d{8}/eu-central-1/${service}/aws4_request$`));
    expect(verdict.signedHeaders).toEqual(expect.arrayContaining(['host', 'x-amz-date']));
    expect(verdict.signature).toBe(verdict.expected);
    if (service === 's3') expect(verdict.signedHeaders).toContain('x-amz-content-sha256');
  });

  it("is signed with the org's time", async () => {
    const service = await startService();
    const client = await chainTo({
      url: service.url,
      protocol: 'AwsSv4',
      parameters: aws('kms'),
      credentials: keys,
    });
    await client.org.setTime(Date.UTC(2027, 0, 2, 3, 4, 5));
    await call(client);
    expect(service.received[0]?.headers['x-amz-date']).toMatch(/^20270102T0304\d\dZ$/);
  });

  it("isn't signed if generateAuthorizationHeader is false", async () => {
    const service = await startService();
    const client = await chainTo({
      url: service.url,
      protocol: 'AwsSv4',
      parameters: aws('kms'),
      credentials: keys,
      fields: { generateAuthorizationHeader: false },
    });
    await call(client);
    expect(service.received[0]?.headers.authorization).toBeUndefined();
  });
});
