import type { ServerOptions } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { probeKey } from '../../../src/keys/probe/probe.ts';
import type { ProbeResult, ProbeTarget } from '../../../src/keys/probe/types.ts';
import { type Authority, createAuthority, type Identity } from './authority.ts';
import { makeJwe } from './jwe.ts';
import { identifier, startService, type TestService } from './key-service.ts';

let authority: Authority;
const open: { close: () => unknown }[] = [];
beforeAll(() => {
  authority = createAuthority();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => authority.remove());

const serve = async (identity?: Identity & ServerOptions): Promise<TestService> => {
  const service = await startService(identity);
  open.push(service);
  return service;
};

const target = (url: string, more: Partial<ProbeTarget> = {}): ProbeTarget => ({
  url,
  identifier,
  replayDetection: true,
  authentication: { kind: 'none' },
  headers: [],
  ca: authority.certificate,
  ...more,
});

const failures = ({ checks }: ProbeResult) =>
  checks
    .filter(({ ok }) => ok === false)
    .map(({ check, statusCode, message }) => [check, statusCode, message]);
const findCheck = ({ checks }: ProbeResult, name: string) => checks.find(({ check }) => check === name);

const here = 'IP:127.0.0.1,DNS:localhost';

describe('TLS', () => {
  test('with a trusted authority, a matching name and valid dates: proven', async () => {
    const { url } = await serve(authority.issue(here));
    const result = await probeKey(target(url));
    expect(result.outcome).toBe('proven');
    expect(findCheck(result, 'tls')).toMatchObject({ ok: true, message: 'TLSv1.3' });
    expect(findCheck(result, 'tls-name')).toMatchObject({
      ok: true,
      message: 'the certificate is for 127.0.0.1',
    });
  });

  test('by a name, which the service receives', async () => {
    const { port } = await serve(authority.issue('DNS:localhost'));
    expect(await probeKey(target(`https://localhost:${port}/keys`))).toMatchObject({ outcome: 'proven' });
  });

  test('for another name', async () => {
    const service = await serve(authority.issue('DNS:kms.acme.example'));
    const result = await probeKey(target(service.url));
    expect(failures(result)).toEqual([
      ['tls-name', 'UNKNOWN_ERROR', 'the certificate is for "DNS:kms.acme.example", not for 127.0.0.1'],
    ]);
    expect(result.outcome).toBe('refused');
    expect(service.requests).toHaveLength(0);
  });

  test('with an unknown authority', async () => {
    const service = await serve(authority.issue(here));
    const result = await probeKey(target(service.url, { ca: undefined }));
    expect(failures(result)).toEqual([
      ['tls-issuer', 'UNKNOWN_ERROR', expect.stringMatching(/isn't trusted: it doesn't send/)],
    ]);
    expect(result.outcome).toBe('refused');
    expect(service.requests).toHaveLength(0);
  });

  test('untrusted, even with NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const service = await serve(authority.issue(here));
      const { outcome } = await probeKey(target(service.url, { ca: undefined }));
      expect([outcome, service.requests.length]).toEqual(['refused', 0]);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  test("of a token endpoint is checked too: the secret isn't sent", async () => {
    const [service, tokens] = [await serve(), await serve(authority.issue('DNS:idp.acme.example'))];
    const result = await probeKey(
      target(service.url, {
        authentication: {
          kind: 'oauth',
          tokenUrl: tokens.url,
          clientId: 'acme',
          clientSecret: 'secret',
          clientIn: 'body',
          refreshOn: [401],
        },
      }),
    );
    expect(failures(result)).toEqual([
      [
        'authentication',
        'AUTHENTICATION_FAILURE_RESPONSE',
        `the token endpoint at 127.0.0.1:${tokens.port} gave no answer: its certificate is for another name`,
      ],
    ]);
    expect([service.requests.length, tokens.requests.length]).toEqual([0, 0]);
  });

  test('with an expired certificate', async () => {
    const service = await serve(authority.issue(here, '20200101000000Z', '20210101000000Z'));
    const result = await probeKey(target(service.url));
    expect(failures(result)).toEqual([
      ['tls-expiry', 'UNKNOWN_ERROR', 'the certificate expired on 2021-01-01'],
    ]);
    expect(result.outcome).toBe('refused');
    expect(service.requests).toHaveLength(0);
  });

  test("with a certificate that isn't valid yet", async () => {
    const { url } = await serve(authority.issue(here, '20900101000000Z', '20910101000000Z'));
    expect(failures(await probeKey(target(url)))).toEqual([
      ['tls-expiry', 'UNKNOWN_ERROR', 'the certificate is valid only from 2090-01-01'],
    ]);
  });

  test('with a certificate that expires soon: proven, with a warning', async () => {
    const { url } = await serve(authority.issue(here, '20200101000000Z', '20900101000000Z'));
    const result = await probeKey(target(url, { now: () => new Date('2089-12-12T00:00:00Z') }));
    expect(result.outcome).toBe('proven');
    expect(findCheck(result, 'tls-expiry')).toEqual({
      check: 'tls-expiry',
      ok: true,
      warning: true,
      message: 'the certificate expires on 2090-01-01, in 20 days',
    });
  });

  test('missing on the server', async () => {
    const { port } = await serve();
    const result = await probeKey(target(`https://127.0.0.1:${port}/keys`));
    expect(failures(result)).toEqual([
      ['tls', 'UNKNOWN_ERROR', expect.stringMatching(/offers no usable TLS: the service doesn't speak TLS/)],
    ]);
    expect(result.outcome).toBe('refused');
  });
});

describe('a service that requires a client certificate', () => {
  const asking = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
    serve({ ...authority.issue(here), requestCert: true, rejectUnauthorized: true, maxVersion });

  test('refuses a call without one', async () => {
    const { url } = await asking('TLSv1.3');
    const result = await probeKey(target(url));
    expect(failures(result)).toEqual([
      ['answer', 'UNKNOWN_ERROR', 'no answer: the service requires a client certificate'],
    ]);
  });

  test("isn't at fault if the org has a certificate to present", async () => {
    const unsupported = { kind: 'unsupported', reason: 'Nc shows a certificate of the org' } as const;
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { url } = await asking(version);
      const result = await probeKey(target(url, { authentication: unsupported }));
      expect([result.outcome, failures(result)]).toEqual(['cannot-authenticate', []]);
    }
  });
});

describe('no answer', () => {
  const serveTcp = async (onConnection: Parameters<typeof createTcpServer>[1]): Promise<number> => {
    const server: Server = createTcpServer(onConnection as () => void);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    return (server.address() as { port: number }).port;
  };

  test('connection refused: unreachable', async () => {
    const service = await startService();
    await service.close();
    const result = await probeKey(target(service.url));
    expect(result.outcome).toBe('unreachable');
    expect(findCheck(result, 'reachable')?.message).toBe(
      `127.0.0.1:${service.port} isn't reachable from here: connection refused`,
    );
    expect(result.elapsedMs).toBe(0);
  });

  test('unknown name: unreachable', async () => {
    const result = await probeKey(target('https://keys.acme.invalid/keys'));
    expect(result.outcome).toBe('unreachable');
    expect(findCheck(result, 'reachable')?.message).toMatch(
      /keys\.acme\.invalid isn't reachable from here: (its name is unknown|DNS has no answer)/,
    );
  });

  test('a hanging handshake: unreachable', async () => {
    const port = await serveTcp(() => {});
    const result = await probeKey(target(`https://127.0.0.1:${port}/keys`, { timeout: 200 }));
    expect(result.outcome).toBe('unreachable');
  });

  test('a service that accepts the call and hangs: RESPONSE_TIMEOUT, and refused', async () => {
    const service = await serve();
    service.answer = () => {};
    const result = await probeKey(target(service.url, { timeout: 200 }));
    expect(failures(result)).toEqual([['answer', 'RESPONSE_TIMEOUT', 'no complete answer in 0.2 s']]);
    expect(result.outcome).toBe('refused');
  });

  test('a service that hangs during its answer', async () => {
    const service = await serve();
    service.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('{"kid":');
    };
    expect(failures(await probeKey(target(service.url, { timeout: 200 })))).toEqual([
      ['answer', 'RESPONSE_TIMEOUT', 'no complete answer in 0.2 s'],
    ]);
  });

  test('a service that cuts its answer off', async () => {
    const service = await serve();
    service.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('{"kid":');
      setImmediate(() => response.destroy());
    };
    expect(failures(await probeKey(target(service.url)))).toEqual([
      ['answer', 'UNKNOWN_ERROR', 'no answer: the connection was reset'],
    ]);
  });

  test('an endless answer: read up to 6 MB', async () => {
    const service = await serve();
    service.answer = (_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536, 0x20)));
      };
      response.on('drain', more);
      more();
    };
    const result = await probeKey(target(service.url));
    expect(failures(result)).toEqual([
      ['answer', 'UNKNOWN_ERROR', 'the answer is larger than 6 MB, and keyway stopped reading it'],
    ]);
  });

  test("a service that doesn't speak HTTP", async () => {
    const port = await serveTcp((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.end('\u001B[2J 220 mail ready\r\n'));
    });
    const result = await probeKey(target(`http://127.0.0.1:${port}/keys`));
    expect(failures(result)).toEqual([
      ['answer', 'UNKNOWN_ERROR', expect.stringMatching(/^no answer: HPE_\w+$/)],
    ]);
  });

  test('an answer that ends with its connection is complete', async () => {
    const body = JSON.stringify({ kid: identifier, jwe: makeJwe(identifier) });
    const port = await serveTcp((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(`HTTP/1.0 200 OK\r\n\r\n${body}`));
    });
    const url = `http://127.0.0.1:${port}/keys`;
    expect(await probeKey(target(url, { replayDetection: false }))).toMatchObject({ outcome: 'proven' });
  });

  test('an extra slash gives a warning', async () => {
    const service = await serve();
    const result = await probeKey(target(`${service.url}/`));
    expect(findCheck(result, 'request')).toMatchObject({ ok: true, warning: true });
    expect(service.requests.at(-1)?.url).toMatch(/^\/keys\/\/acme-data-1\?/);
    expect(result.url).toBe(`${service.url}//acme-data-1`);
  });

  test('a slow answer gives a warning', async () => {
    const service = await serve();
    const result = await probeKey(target(service.url, { slowAfter: -1 }));
    expect(result.outcome).toBe('proven');
    expect(findCheck(result, 'answer')).toMatchObject({
      ok: true,
      warning: true,
      message: expect.stringMatching(/slow/),
    });
  });
});

describe('no call', () => {
  test.each([
    ['http://kms.acme.example/keys', 'acme-data-1'],
    ['ftp://kms.acme.example', 'acme-data-1'],
    ['https://user:word@kms.acme.example', 'acme-data-1'],
    ['not a url', 'acme-data-1'],
    ['https://kms.acme.example', '..'],
    ['https://kms.acme.example', 'a/../b'],
    ['https://kms.acme.example', 'a?b=c'],
  ])('to %s for %s', async (url, name) => {
    const result = await probeKey(target(url, { identifier: name }));
    expect(failures(result)).toMatchObject([
      ['request', 'UNKNOWN_ERROR', expect.stringMatching(/Salesforce doesn't call this URL|^the identifier/)],
    ]);
    expect(JSON.stringify(result)).not.toContain('word');
  });

  test('through a named credential whose callouts are disabled', async () => {
    const service = await serve();
    const result = await probeKey(target(service.url, { blocked: 'The callouts of AcmeKeys are disabled.' }));
    expect(failures(result)).toEqual([
      ['request', 'UNKNOWN_ERROR', 'The callouts of AcmeKeys are disabled.'],
    ]);
    expect(service.requests).toHaveLength(0);
  });
});
