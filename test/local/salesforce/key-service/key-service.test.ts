import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyServiceFacts } from '../../../../src/local/salesforce/index.ts';
import { closeAll, startOrg } from '../client.ts';

afterEach(closeAll);

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyway-key-service-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const start = async (options = {}): Promise<KeyServiceFacts> => (await startOrg(options)).org.keyService;

const askToken = async (
  { tokenUrl }: KeyServiceFacts,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await fetch(tokenUrl, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { response, body: (await response.json()) as Record<string, unknown> };
};

const GRANT = { grant_type: 'client_credentials' };
const inBody = ({ clientId, clientSecret }: KeyServiceFacts) => ({
  ...GRANT,
  client_id: clientId,
  client_secret: clientSecret,
});
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

const get = async (url: string, token?: string) =>
  fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

describe('the token endpoint (RFC 6749)', () => {
  it('issues a Bearer token to a client with its secret in the body', async () => {
    const facts = await start();
    const { response, body } = await askToken(facts, { ...inBody(facts), scope: 'keys.read' });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.stringMatching(/^\w{48}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'keys.read',
    });
  });

  it('issues one to a client by Basic', async () => {
    const facts = await start();
    const { response } = await askToken(facts, GRANT, basic(facts.clientId, facts.clientSecret));
    expect(response.status).toBe(200);
  });

  it.each([
    ['a wrong secret', (facts: KeyServiceFacts) => ({ ...inBody(facts), client_secret: 'x' })],
    ['a client that it does not know', (facts: KeyServiceFacts) => ({ ...inBody(facts), client_id: 'x' })],
    ['no client', () => GRANT],
  ])('answers invalid_client with 401 to %s', async (_what, form) => {
    const facts = await start();
    const { response, body } = await askToken(facts, form(facts));
    expect([response.status, body.error]).toEqual([401, 'invalid_client']);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('answers invalid_client to a wrong secret by Basic', async () => {
    const facts = await start();
    const { body } = await askToken(facts, GRANT, basic(facts.clientId, 'x'));
    expect(body.error).toBe('invalid_client');
  });

  it.each([
    ['unsupported_grant_type', { grant_type: 'password' }],
    ['invalid_request', { grant_type: '' }],
  ])('answers %s', async (error, more) => {
    const facts = await start();
    const form: Record<string, string> = { ...inBody(facts), ...more };
    if (form.grant_type === '') delete form.grant_type;
    const { response, body } = await askToken(facts, form);
    expect([response.status, body.error]).toEqual([400, error]);
  });

  it('answers invalid_request to a client that authenticates twice', async () => {
    const facts = await start();
    const { body } = await askToken(facts, inBody(facts), basic(facts.clientId, facts.clientSecret));
    expect(body.error).toBe('invalid_request');
  });

  it("answers invalid_request to a body that isn't a form", async () => {
    const { tokenUrl } = await start();
    const response = await fetch(tokenUrl, { method: 'POST', body: '{}' });
    expect(((await response.json()) as { error: string }).error).toBe('invalid_request');
  });
});

describe('keys', () => {
  it('are for clients with a token that it issued', async () => {
    const facts = await start();
    for (const token of [undefined, 'x']) {
      const response = await get(`${facts.keyService}/health`, token);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
    const { body } = await askToken(facts, inBody(facts));
    const response = await get(`${facts.keyService}/health`, String(body.access_token));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it("aren't for an expired token", async () => {
    const { org } = await startOrg();
    const { body } = await askToken(org.keyService, inBody(org.keyService));
    await org.setTime(Date.now() + 3601 * 1000);
    const response = await get(`${org.keyService.keyService}/health`, String(body.access_token));
    expect(response.status).toBe(401);
  });
});

describe('its address and client', () => {
  const facts = ({ keyService, tokenUrl, clientId, clientSecret }: KeyServiceFacts) => ({
    keyService,
    tokenUrl,
    clientId,
    clientSecret,
  });

  it('are on 127.0.0.1, at its own port', async () => {
    const { org } = await startOrg();
    expect(org.keyService.keyService).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/keys$/);
    expect(org.keyService.tokenUrl).toBe(org.keyService.keyService.replace('/keys', '/oauth2/token'));
    expect(org.keyService.keyService).not.toContain(new URL(org.url).host);
  });

  it('stay the same after a restart and a reset', async () => {
    const stateDir = join(directory, 'stay');
    const first = facts(await start({ stateDir }));
    await closeAll();
    const { org } = await startOrg({ stateDir });
    expect(facts(org.keyService)).toEqual(first);
    await org.reset();
    await closeAll();
    expect(facts(await start({ stateDir }))).toEqual(first);
  });

  it('are at another port if that one is taken, and stay there', async () => {
    const stateDir = join(directory, 'taken');
    const first = await start({ stateDir });
    await closeAll();
    const somebody = createServer().listen(Number(new URL(first.keyService).port), '127.0.0.1');
    await new Promise((resolve) => somebody.once('listening', resolve));
    const second = await start({ stateDir });
    await closeAll();
    await new Promise((resolve) => somebody.close(resolve));
    expect(second.keyService).not.toBe(first.keyService);
    expect(second.clientSecret).toBe(first.clientSecret);
    expect(facts(await start({ stateDir }))).toEqual(facts(second));
  });

  it('are those of the org that a process joins', async () => {
    const stateDir = join(directory, 'joined');
    const running = await start({ stateDir, shared: true });
    const joined = await start({ stateDir });
    expect(facts(joined)).toEqual(facts(running));
    const { response } = await askToken(joined, inBody(joined));
    expect(response.status).toBe(200);
  });

  it('are stored where only the user can read them', async () => {
    const stateDir = join(directory, 'kept');
    const { clientSecret } = await start({ stateDir });
    const file = join(stateDir, 'state.json');
    expect(await readFile(file, 'utf8')).toContain(clientSecret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('show no secret when printed', async () => {
    const { org } = await startOrg();
    for (const text of [JSON.stringify(org), inspect(org, { depth: 9 }), String(org.keyService)])
      expect(text).not.toContain(org.keyService.clientSecret);
    expect(JSON.stringify(org.keyService)).toContain('********');
  });

  it('end with the org', async () => {
    const { org } = await startOrg();
    await org.close();
    await expect(fetch(org.keyService.tokenUrl)).rejects.toThrow();
  });
});
