import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, startOrg } from '../client.ts';
import { packageXml } from '../samples.ts';
import { call } from './chain.ts';
import { closeServices, startService } from './service.ts';

afterEach(closeAll);
afterEach(closeServices);

/**
 * Calls a legacy named credential with these fields, in alphabetical order. Returns what the service received, and
 * what Apex saw.
 */
const sent = async (fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) => {
  const service = await startService();
  const client = await startOrg();
  const all = Object.entries({ endpoint: service.url, label: 'Joke', ...fields }).sort();
  const body = all.map(([name, value]) => `<${name}>${value}</${name}>`).join('');
  const { status, failures } = await client.deploy({
    'package.xml': packageXml(['NamedCredential/Joke']),
    'namedCredentials/Joke.namedCredential': `<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">${body}</NamedCredential>`,
  });
  expect([status, failures]).toEqual(['Succeeded', []]);
  const answer = await call(client, { endpoint: 'callout:Joke/x?y=1', headers });
  return { received: service.received[0], answer };
};

describe('a callout by a legacy named credential', () => {
  it('is made anonymously, without any permission set', async () => {
    const { received, answer } = await sent({ principalType: 'Anonymous', protocol: 'NoAuthentication' });
    expect(answer).toBe('200 hello');
    expect(received?.path).toBe('/x?y=1');
    expect(received?.headers.authorization).toBeUndefined();
  });

  const password = {
    password: 's3cr3t',
    principalType: 'NamedUser',
    protocol: 'Password',
    username: 'acme',
  };

  it('is made with username and password', async () => {
    const { received, answer } = await sent(password);
    expect(answer).toBe('200 hello');
    expect(received?.headers.authorization).toBe(`Basic ${Buffer.from('acme:s3cr3t').toString('base64')}`);
  });

  it('is made with them in a header from Apex, if that is allowed', async () => {
    const fields = { ...password, allowMergeFieldsInHeader: 'true', generateAuthorizationHeader: 'false' };
    const { received } = await sent(fields, { 'X-Key': '{!$Credential.Username}:{!$Credential.Password}' });
    expect(received?.headers['x-key']).toBe('acme:s3cr3t');
    expect(received?.headers.authorization).toBeUndefined();
  });

  it('is made with a stored OAuth token', async () => {
    const { received } = await sent({ oauthToken: 't0k3n', principalType: 'NamedUser', protocol: 'Oauth' });
    expect(received?.headers.authorization).toBe('Bearer t0k3n');
  });

  it('is signed for AWS', async () => {
    const { received } = await sent({
      awsAccessKey: 'AKIDACME',
      awsAccessSecret: 's3cr3t',
      awsRegion: 'eu-central-1',
      awsService: 'kms',
      principalType: 'NamedUser',
      protocol: 'AwsSv4',
    });
    expect(received?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDACME\//);
  });

  it.each([
    [
      'without its token',
      { principalType: 'NamedUser', protocol: 'Oauth' },
      '[local org] the named credential Joke has no oauthToken',
    ],
    [
      'as each user',
      { principalType: 'PerUser', protocol: 'Password' },
      '[local org] a callout by a legacy named credential as PerUser is not emulated',
    ],
    [
      'by JWT',
      { principalType: 'NamedUser', protocol: 'Jwt' },
      '[local org] a callout by a legacy named credential with Jwt is not emulated',
    ],
    [
      'that is disabled',
      { calloutStatus: 'Disabled', principalType: 'Anonymous', protocol: 'NoAuthentication' },
      '[local org] callouts of the named credential Joke are disabled',
    ],
  ])('%s is refused, without a secret in the message', async (_what, fields, message) => {
    const { received, answer } = await sent(fields);
    expect(answer).toContain(message);
    expect(received).toBeUndefined();
  });
});
