import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openCipherTrust } from '../../src/ciphertrust/connection.ts';
import { endpointAddress, endpointUrl } from '../../src/ciphertrust/endpoints.ts';
import { createIssuer, listIssuers } from '../../src/ciphertrust/issuers.ts';
import { listKeys } from '../../src/ciphertrust/keys.ts';
import { collect } from '../../src/ciphertrust/list.ts';
import type { Login } from '../../src/ciphertrust/tokens.ts';
import { closeCipherTrusts, PASSWORD, startCipherTrust } from '../local/ciphertrust/started.ts';

afterEach(closeCipherTrusts);

const LOGIN: Login = { username: 'admin', password: PASSWORD };
const MINUTE = 60_000;

/** A server and a client that share a clock. */
const start = async (login: Login = LOGIN) => {
  const time = { now: Date.parse('2026-06-01T12:00:00Z') };
  const now = () => time.now;
  // The client checks the certificate against the machine's own clock.
  const server = await startCipherTrust({ clock: now, certificate: { notAfter: Date.now() + 10 * MINUTE } });
  let logins = 0;
  const client = openCipherTrust({
    url: server.url,
    ca: readFileSync(server.caFile, 'utf8'),
    login: () => {
      logins += 1;
      return login;
    },
    now,
  });
  const tokens = () => server.requests.filter(({ path }) => path === '/api/v1/auth/tokens/').length;
  return { time, server, client, tokens, logins: () => logins, read: () => collect(listKeys(client)) };
};

describe('a token', () => {
  it('is requested once, and renewed before it expires', async () => {
    const { time, tokens, read, logins } = await start();
    await Promise.all([read(), read(), read()]);
    expect(tokens()).toBe(1);
    time.now += 4 * MINUTE;
    await read();
    expect(tokens()).toBe(1);
    // 300 seconds, without the last 30.
    time.now += MINUTE / 2 + 1;
    await read();
    expect(tokens()).toBe(2);
    expect(logins()).toBe(1);
  });

  it('is replaced once after a refusal, by its refresh token, then by the password', async () => {
    const { server, tokens, read } = await start();
    await read();
    server.setFaults([{ on: 'GET /v1/cckm/sfdc/keys', do: 'expire', times: 1 }]);
    await read();
    expect(tokens()).toBe(2);
    server.revokeRefreshTokens();
    server.setFaults([{ on: 'GET /v1/cckm/sfdc/keys', do: 'expire', times: 1 }]);
    await read();
    expect(tokens()).toBe(4);
    server.setFaults([{ on: 'GET /v1/cckm/sfdc/keys', do: 'expire' }]);
    await expect(read()).rejects.toMatchObject({ code: 'CipherTrustLoginRefused' });
    expect(tokens()).toBe(5);
  });

  it('can be obtained by a refresh token alone', async () => {
    const { server, client } = await start();
    const answer = await client.send({
      method: 'POST',
      path: '/v1/auth/tokens/',
      json: { name: 'admin', password: PASSWORD },
      what: 'logging in',
      answer: (await import('zod')).z.looseObject({ refresh_token: (await import('zod')).z.string() }),
    });
    const other = openCipherTrust({
      url: server.url,
      ca: readFileSync(server.caFile, 'utf8'),
      login: () => ({ refreshToken: answer.refresh_token }),
      now: () => Date.parse('2026-06-01T12:00:00Z'),
    });
    await other.login();
    server.revokeRefreshTokens();
    const late = openCipherTrust({
      url: server.url,
      ca: readFileSync(server.caFile, 'utf8'),
      login: () => ({ refreshToken: answer.refresh_token }),
    });
    await expect(late.login()).rejects.toMatchObject({ code: 'CipherTrustLoginRefused' });
  });
});

describe('a list', () => {
  it('is read page by page, on demand', async () => {
    const { client, server } = await start();
    for (let n = 0; n < 7; n += 1)
      await createIssuer(client, { name: `issuer-${n}`, openidConfigUrl: `https://idp.acme.example/${n}` });
    const asked = () =>
      server.requests.flatMap(({ method, path }) =>
        method === 'GET' && path.includes('/issuers?') ? [path.split('?')[1]] : [],
      );
    const all = await collect(listIssuers(client, { pageSize: 3 }));
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 7 }, (_, n) => `issuer-${n}`));
    expect(asked()).toEqual(['skip=0&limit=3', 'skip=3&limit=3', 'skip=6&limit=3']);
    for await (const { name } of listIssuers(client, { pageSize: 3 })) if (name === 'issuer-1') break;
    expect(asked()).toHaveLength(4);
  });
});

describe("an endpoint's URL", () => {
  it('is what a named credential needs, and is recognised', () => {
    const url = endpointUrl({ hostname: 'cm.acme.example:8443', id: 'e-1' });
    expect(url).toBe('https://cm.acme.example:8443/api/v1/cckm/sfdc/endpoints/e-1/keys');
    expect(endpointAddress(url)).toEqual({ hostname: 'cm.acme.example:8443', endpointId: 'e-1' });
    expect(endpointAddress('https://cm.acme.example/kmaas/byok/00D7X000000EM3TEA8/')).toEqual({
      hostname: 'cm.acme.example',
      orgId: '00D7X000000EM3TEA8',
    });
    // Looks like an escape, but isn't one.
    const odd = 'https://cm.acme.example/api/v1/cckm/sfdc/endpoints/%zz/keys';
    expect(endpointAddress(odd)).toMatchObject({ endpointId: '%zz' });
    for (const other of [
      'https://kms.acme.example/v1/keys',
      'http://cm.acme.example/kmaas/byok/00D7X000000EM3TEA8',
      'x',
    ])
      expect(endpointAddress(other)).toBeUndefined();
  });
});

describe("a server that doesn't answer", () => {
  const silent = async (run: (url: string) => Promise<void>) => {
    const server = createServer();
    const sockets = new Set<{ destroy(): unknown }>();
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    try {
      await run(`https://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  };

  it.each([undefined, 'ab'.repeat(32)])('is abandoned after a time (fingerprint: %s)', (fingerprint) =>
    silent(async (url) => {
      const client = openCipherTrust({ url, fingerprint, login: () => LOGIN, timeout: 200 });
      await expect(client.login()).rejects.toMatchObject({ code: 'RequestTimedOut', exitCode: 1 });
    }),
  );

  it.each([undefined, 'ab'.repeat(32)])('is abandoned on Ctrl-C (fingerprint: %s)', (fingerprint) =>
    silent(async (url) => {
      const controller = new AbortController();
      const { signal } = controller;
      const client = openCipherTrust({ url, fingerprint, login: () => LOGIN, signal });
      const login = client.login();
      controller.abort();
      await expect(login).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
    }),
  );
});
