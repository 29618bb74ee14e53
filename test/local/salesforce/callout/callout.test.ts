import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../client.ts';
import { principal } from '../samples.ts';
import { assign, call, chainTo, NO_ACCESS, setCredential } from './chain.ts';
import { closeServices, startService } from './service.ts';

afterEach(closeAll);
afterEach(closeServices);

const BASIC = { protocol: 'Basic', credentials: { username: 'u', password: 'p' } };
const OTHER = { username: 'other@acme.example' };

describe('a callout through a named credential (Apex Developer Guide, Named Credentials as Callout Endpoints)', () => {
  it('is really made: method, path, headers and body arrive', async () => {
    const service = await startService((request, response) => {
      response.writeHead(201, 'Made', { 'X-Answer': '42' });
      response.end(`got ${request.body}`);
    });
    const client = await chainTo({ url: `${service.url}/base`, ...BASIC });
    const answer = await call(client, {
      endpoint: 'callout:Nc/keys/a b?x=1&y=%20',
      method: 'POST',
      headers: { 'X-Tenant': '42', 'Content-Type': 'text/plain' },
      body: 'häl\nlo',
    });
    expect(answer).toBe('201 got häl\nlo');
    expect(service.received).toEqual([
      {
        method: 'POST',
        path: '/base/keys/a%20b?x=1&y=%20',
        headers: {
          authorization: 'Basic dTpw',
          connection: 'close',
          'content-length': '7',
          'content-type': 'text/plain',
          host: new URL(service.url).host,
          'user-agent': 'SFDC-Callout/66.0',
          'x-tenant': '42',
        },
        body: 'häl\nlo',
      },
    ]);
  });

  it('finds the named credential ignoring case', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client, { endpoint: 'CALLOUT:nc' })).toBe('200 hello');
  });

  it("doesn't follow redirects", async () => {
    const service = await startService((_request, response) => {
      response.writeHead(302, { Location: '/elsewhere' });
      response.end();
    });
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client)).toBe('302 ');
    expect(service.received).toHaveLength(1);
  });

  it('ends with "Read timed out" after its timeout', async () => {
    const service = await startService(() => {});
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client, { timeout: 50 })).toBe('System.CalloutException: Read timed out');
  });

  it('ends with "Read timed out" if an answer stops halfway', async () => {
    const service = await startService((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half');
    });
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client, { timeout: 100 })).toBe('System.CalloutException: Read timed out');
  });

  it('refuses an answer that switches to another protocol', async () => {
    const service = await startService((_request, response) => {
      response.writeHead(101, { Connection: 'Upgrade', Upgrade: 'websocket' });
      response.end();
    });
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client)).toMatch(/the answer changes to another protocol$/);
  });

  it('reports that nobody answers', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC });
    await closeServices();
    expect(await call(client)).toBe(
      `System.CalloutException: [local org] ${new URL(service.url).host} did not answer: ECONNREFUSED`,
    );
  });

  it('refuses an answer of more than 6 MB', async () => {
    const service = await startService((_request, response) => response.end('x'.repeat(6_000_001)));
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client)).toMatch(/^System.CalloutException: Exceeded max size limit of 6000000/);
  });

  it('calls only loopback, and says so by name', async () => {
    const client = await chainTo({ url: 'https://kms.acme.example/keys', ...BASIC });
    expect(await call(client)).toBe(
      'System.CalloutException: [local org] a callout to kms.acme.example is not emulated: the local org calls loopback only',
    );
  });

  it.each(['callout:Nc@127.0.0.2/x', 'callout:Nc.evil.example/', 'callout:Nc:1/', 'callout:Nc-other'])(
    "doesn't lead elsewhere by %s",
    async (endpoint) => {
      const service = await startService();
      for (const url of [service.url, `${service.url}/base`]) {
        const client = await chainTo({ url, ...BASIC });
        expect(await call(client, { endpoint })).toBe(
          'System.CalloutException: [local org] after the named credential comes / or ?',
        );
      }
      expect(service.received).toEqual([]);
    },
  );

  it('is unauthorized to a URL, because there are no remote site settings', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC });
    expect(await call(client, { endpoint: service.url })).toBe(
      `System.CalloutException: Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${service.url}`,
    );
  });

  it("reports a named credential that doesn't exist", async () => {
    const client = await chainTo({ url: 'http://127.0.0.1:1', ...BASIC });
    expect(await call(client, { endpoint: 'callout:Nothing/x' })).toBe(
      'System.CalloutException: The callout couldn\'t access the endpoint. You might not have the required permissions, or the named credential "Nothing" might not exist.',
    );
  });

  it('is refused if callouts are disabled', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC, fields: { calloutStatus: 'Disabled' } });
    expect(await call(client)).toMatch(/callouts of the named credential Nc are disabled$/);
    expect(service.received).toEqual([]);
  });

  it("isn't allowed while changes are uncommitted", async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC });
    const { body } = await client.apex(
      "insert new PermissionSet(Name = 'X', Label = 'X'); HttpRequest q = new HttpRequest(); q.setEndpoint('callout:Nc/x'); q.setMethod('GET'); new Http().send(q);",
    );
    expect(body.exceptionMessage).toMatch(/You have uncommitted work pending/);
  });
});

describe('who may make callouts (salesforce.md, section 10)', () => {
  it.each([
    ['without the permission set', { assigned: false }],
    ['without a principal in it', { grants: [] }],
    ['without Read on user external credentials', { read: false }],
    ['with Read on other objects only', { readable: 'Account' }],
  ])('nobody %s', async (_what, options) => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC, ...options });
    expect(await call(client)).toBe(NO_ACCESS);
    expect(service.received).toEqual([]);
  });

  it('nobody with an expired assignment', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC, assigned: false });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().replace('Z', '+0000');
    await assign(client, client.org.users[0]?.id ?? '', { ExpirationDate: tomorrow });
    expect(await call(client)).toBe('200 hello');
    await client.org.setTime(Date.now() + 2 * 86_400_000);
    expect(await call(client)).toBe(NO_ACCESS);
  });

  it('the user who runs the block, not the one who deployed it', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, ...BASIC, org: { seed: { users: [OTHER] } } });
    const other = client.org.users.find(({ username }) => username === OTHER.username);
    expect(await call(client, { token: other?.accessToken })).toBe(NO_ACCESS);
    await assign(client, other?.id ?? '');
    expect(await call(client, { token: other?.accessToken })).toBe('200 hello');
  });

  it('as the principal with the lowest sequence number, if there are several', async () => {
    const service = await startService();
    const second = principal('Q').replace('<sequenceNumber>1', '<sequenceNumber>2');
    const client = await chainTo({
      url: service.url,
      ...BASIC,
      principals: second + principal('P'),
      grants: ['Ec-Q', 'Ec-P'],
    });
    await setCredential(client, 'Basic', { username: 'q', password: 'q' }, { principalName: 'Q' });
    await call(client);
    expect(service.received[0]?.headers.authorization).toBe('Basic dTpw');
  });

  it("with a per-user principal and the user's own credential", async () => {
    const service = await startService();
    const client = await chainTo({
      url: service.url,
      protocol: 'Basic',
      principals: principal('U', 'PerUserPrincipal'),
      grants: ['Ec-U'],
      org: { seed: { users: [OTHER] } },
    });
    const other = client.org.users.find(({ username }) => username === OTHER.username);
    await assign(client, other?.id ?? '');
    const perUser = { principalType: 'PerUserPrincipal', principalName: 'U' };
    await setCredential(client, 'Basic', { username: 'mine', password: 'p' }, perUser);
    expect(await call(client)).toBe('200 hello');
    expect(await call(client, { token: other?.accessToken })).toMatch(/the principal Ec-U has no username$/);
    await setCredential(client, 'Basic', { username: 'theirs', password: 'p' }, perUser, other?.accessToken);
    expect(await call(client, { token: other?.accessToken })).toBe('200 hello');
    const users = service.received.map(({ headers }) =>
      Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString(),
    );
    expect(users).toEqual(['mine:p', 'theirs:p']);
  });

  it('nobody before a credential is stored', async () => {
    const service = await startService();
    const client = await chainTo({ url: service.url, protocol: 'Basic' });
    expect(await call(client)).toBe(
      'System.CalloutException: [local org] the principal Ec-P has no username',
    );
  });
});
