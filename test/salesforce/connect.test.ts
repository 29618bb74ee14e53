import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { kindOf } from '../../src/salesforce/identity.ts';
import { connect } from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, identity, type Received, TOKEN } from './fake-salesforce.ts';

const options = { apiVersion: '66.0', stateDir: '/nowhere' };

const connectTo = (instanceUrl: string, accessToken = TOKEN) =>
  connect({ kind: 'token', instanceUrl, accessToken }, options);

async function failure(
  answer: (request: Received) => Answer | undefined,
): Promise<Record<string, unknown> & { calls: readonly string[] }> {
  await using server = await fakeSalesforce(answer);
  try {
    await (await connectTo(server.url)).close();
  } catch (error) {
    const { code, message, actions, exitCode, data } = error as Record<string, unknown>;
    return {
      code,
      message: String(message).replaceAll(new URL(server.url).host, 'HOST'),
      actions,
      exitCode,
      data,
      calls: server.calls(),
    };
  }
  throw new Error('it connected');
}

describe('connect, with an access token', () => {
  it('sends only two requests, in parallel', async () => {
    await using server = await fakeSalesforce(identity);
    const org = await connectTo(`${server.url}/`);
    expect(org).toMatchObject({
      id: '00D000000000001EAA',
      name: 'Acme',
      userId: '005000000000001AAA',
      username: 'admin@acme.example',
      kind: 'production',
      namespacePrefix: null,
      instanceUrl: server.url,
      apiVersion: '66.0',
    });
    expect([...server.calls()].sort()).toEqual([
      'GET /services/data/v66.0/query',
      'GET /services/oauth2/userinfo',
    ]);
    await org.close();
  });

  it('asks the SOAP API for the user if the token may not read userinfo', async () => {
    await using server = await fakeSalesforce(({ path, body }) => {
      if (path.endsWith('userinfo')) return { status: 403, text: 'Bad_OAuth_Token' };
      if (path === '/services/Soap/u/66.0' && body.includes('<getUserInfo/>')) {
        return {
          text: '<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body><getUserInfoResponse><result><userId>005000000000009AAA</userId><userName>ci@acme.example</userName></result></getUserInfoResponse></E:Body></E:Envelope>',
        };
      }
      return undefined;
    });
    const org = await connectTo(server.url);
    expect(org).toMatchObject({ userId: '005000000000009AAA', username: 'ci@acme.example' });
    await org.close();
  });

  it.each<[string, Answer, string, boolean]>([
    ['refuses the token, and SOAP too', { status: 403, text: 'Bad_OAuth_Token' }, 'Forbidden', true],
    ['fails', { status: 500, text: 'oops' }, 'OrgUnavailable', false],
    [
      'has no requests left',
      { status: 403, json: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'no' }] },
      'RequestLimitExceeded',
      false,
    ],
  ])('shows the first error if userinfo %s', async (_, answer, code, asksSoap) => {
    const failed = await failure((request) => {
      if (request.path.endsWith('userinfo')) return answer;
      return request.path.includes('/Soap/') ? { status: 500, text: 'other' } : identity(request);
    });
    expect(failed.code).toBe(code);
    expect(failed.calls.some((call) => call.includes('/Soap/u/'))).toBe(asksSoap);
  });

  it('never prints its token', async () => {
    await using server = await fakeSalesforce(identity);
    const org = await connectTo(server.url);
    const { inspect } = await import('node:util');
    expect(inspect(org, { depth: 10, showHidden: true }) + JSON.stringify(org)).not.toContain(TOKEN);
    await org.close();
  });
});

describe('the kind of an org', () => {
  it.each([
    [{ IsSandbox: false, OrganizationType: 'Enterprise Edition', TrialExpirationDate: null }, 'production'],
    [{ IsSandbox: true, OrganizationType: 'Unlimited Edition', TrialExpirationDate: null }, 'sandbox'],
    [
      {
        IsSandbox: true,
        OrganizationType: 'Developer Edition',
        TrialExpirationDate: '2026-12-01T00:00:00.000+0000',
      },
      'scratch',
    ],
    [{ IsSandbox: false, OrganizationType: 'Developer Edition', TrialExpirationDate: null }, 'developer'],
    [
      {
        IsSandbox: false,
        OrganizationType: 'Enterprise Edition',
        TrialExpirationDate: '2026-12-01T00:00:00.000+0000',
      },
      'trial',
    ],
    [
      { IsSandbox: undefined as unknown as boolean, OrganizationType: '', TrialExpirationDate: null },
      'production',
    ],
  ])('%j is %s', (row, kind) => {
    expect(kindOf(row)).toBe(kind);
  });
});

describe('errors when connecting', () => {
  const everything = (answer: Answer) => (): Answer => answer;
  const session = ({ path }: Received): Answer | undefined =>
    path === '/services/data'
      ? undefined
      : { status: 401, json: [{ errorCode: 'INVALID_SESSION_ID', message: `Session expired: ${TOKEN}` }] };

  it.each<[string, (request: Received) => Answer | undefined, string, string]>([
    [
      'an expired session',
      session,
      'SessionExpired',
      'The session at HOST is expired or invalid, while reading the Organization.',
    ],
    [
      'a disabled API',
      (request) =>
        identity(request) && request.path.includes('query')
          ? {
              status: 403,
              json: [{ errorCode: 'API_DISABLED_FOR_ORG', message: 'API is disabled for this User' }],
            }
          : undefined,
      'ApiDisabled',
      'The org at HOST has no API access (API_DISABLED_FOR_ORG: API is disabled for this User).',
    ],
    [
      'no requests left',
      (request) =>
        request.path.includes('query')
          ? {
              status: 403,
              json: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
            }
          : undefined,
      'RequestLimitExceeded',
      'The org at HOST has used up its API requests (REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded), while reading the Organization.',
    ],
    [
      'a refusal',
      (request) =>
        request.path.includes('query')
          ? { status: 403, json: [{ errorCode: 'FORBIDDEN', message: 'IP restricted' }] }
          : undefined,
      'Forbidden',
      'HOST refused reading the Organization (FORBIDDEN: IP restricted).',
    ],
    [
      'a page instead of an org',
      everything({ text: '<html>Welcome</html>' }),
      'UnexpectedAnswer',
      "HOST sent an unreadable answer while reading the Organization: the answer isn't JSON.",
    ],
    [
      'another service',
      everything({ json: {} }),
      'UnexpectedAnswer',
      'HOST sent an unreadable answer while reading the Organization: records is missing.',
    ],
    [
      'a redirect',
      everything({ status: 302, headers: { location: 'https://evil.example/x' } }),
      'OrgMoved',
      'HOST redirects requests to evil.example, while reading the Organization.',
    ],
    [
      'an org that is too old',
      ({ path }) => {
        if (path === '/services/data') return { json: [{ version: '64.0' }] };
        const json = [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];
        return path.includes('/query') ? { status: 404, json } : undefined;
      },
      'ApiVersionUnsupported',
      'The org at HOST supports API versions up to 64.0, not 66.0.',
    ],
  ])('%s', async (_, answer, code, message) => {
    const failed = await failure(answer);
    expect(failed).toMatchObject({ code, message, exitCode: 1 });
    expect(failed.actions).not.toHaveLength(0);
    expect(JSON.stringify(failed)).not.toContain(TOKEN);
  });

  it("a redirect isn't followed with the session", async () => {
    await using elsewhere = await fakeSalesforce(identity);
    const failed = await failure(everything({ status: 302, headers: { location: elsewhere.url } }));
    expect(failed.code).toBe('OrgMoved');
    expect(elsewhere.received).toHaveLength(0);
  });

  it('a read is tried three times if the connection breaks or the org is busy, and then given up', async () => {
    const broken = await failure(({ path }) =>
      path.includes('/query') ? (response) => response.destroy() : undefined,
    );
    expect(broken).toMatchObject({ code: 'ConnectionLost' });
    expect(broken.calls.filter((call) => call === 'GET /services/data/v66.0/query')).toHaveLength(3);
    let asked = 0;
    await using server = await fakeSalesforce(({ path }) =>
      path.includes('/query') && asked++ < 2 ? { status: 503, text: '<html>down</html>' } : undefined,
    );
    await (await connectTo(server.url)).close();
    expect(asked).toBe(3);
  });

  it('a connection that breaks inside an answer is reported like any other error', async () => {
    const broken = await failure(({ path }) =>
      path.includes('/query')
        ? (response) => {
            response.writeHead(200, { 'content-length': '1000' }).write('[');
            setTimeout(() => response.destroy(), 5);
          }
        : undefined,
    );
    expect(broken).toMatchObject({ code: 'ConnectionLost' });
  });

  it.each([
    ['http://acme.example', 'InvalidInstanceUrl', /encrypted/],
    ['ftp://acme.example', 'InvalidInstanceUrl', /web address/],
    ['acme', 'InvalidInstanceUrl', /web address/],
    ['https://u:p@acme.example', 'InvalidInstanceUrl', /user name or password/],
    ['https://acme.lightning.force.com', 'InvalidInstanceUrl', /serves web pages/],
    ['http://127.0.0.1:9', 'ConnectionRefused', /refused the connection/],
    ['https://no-such-org.invalid', 'HostNotFound', /isn't known/],
  ])('%s', async (url, code, message) => {
    await expect(connectTo(url)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      exitCode: 1,
    });
  });

  it("a server that doesn't speak TLS is not trusted", async () => {
    await using server = await fakeSalesforce(identity);
    await expect(connectTo(server.url.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'TlsFailed',
    });
  });
});

describe('behind a proxy', () => {
  const saved = { ...process.env };
  beforeEach(() => {
    process.env.HTTP_PROXY = process.env.HTTPS_PROXY = 'http://127.0.0.1:9';
    delete process.env.NO_PROXY;
  });
  afterEach(() => {
    process.env = { ...saved };
  });

  it('this machine is reached directly', async () => {
    await using server = await fakeSalesforce(identity);
    await (await connectTo(server.url)).close();
    expect(server.received).toHaveLength(2);
  });

  it('other hosts are reached through the proxy', async () => {
    await expect(connectTo('https://acme.my.salesforce.com')).rejects.toMatchObject({
      code: 'ConnectionRefused',
    });
  });
});
