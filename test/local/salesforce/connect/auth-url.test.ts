import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../client.ts';
import { CREDENTIAL, orgWith, query, refusal } from './chain.ts';

afterEach(closeAll);

const AUTH_URL = `${CREDENTIAL}/auth-url/o-auth`;
const NAMED = { externalCredential: 'Browser', principalType: 'NamedPrincipal', principalName: 'P' };
const PER_USER = { externalCredential: 'Browser', principalType: 'PerUserPrincipal' };

describe('the browser flow (Connect REST API Developer Guide, OAuth Credential Auth URL)', () => {
  it('returns the URL to authorize; after a visit, the principal is Configured', async () => {
    const { get, rest } = await orgWith(['Browser']);
    const { status, body } = await rest('POST', AUTH_URL, { ...NAMED, returnUrl: 'lightning/setup/home' });
    expect([status, body]).toEqual([
      201,
      { ...NAMED, authenticationUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/) },
    ]);
    expect((await get(query('Browser'))).body.authenticationStatus).toBe('NotConfigured');
    expect((await fetch(body.authenticationUrl)).status).toBe(200);
    const { body: after } = await get(query('Browser'));
    expect([after.authenticationStatus, after.credentials]).toEqual(['Configured', {}]);
    expect((await rest('DELETE', query('Browser'))).status).toBe(204);
    expect((await get(query('Browser'))).body.authenticationStatus).toBe('NotConfigured');
  });

  it('authorizes the user who asked, for a per-user principal', async () => {
    const users = [{ username: 'other@acme.example' }];
    const { get, org, rest } = await orgWith(['Browser'], { seed: { users } });
    const token = org.users.find(({ username }) => username === 'other@acme.example')?.accessToken;
    const { body } = await rest('POST', AUTH_URL, PER_USER, token);
    await fetch(body.authenticationUrl);
    const path = query('Browser', 'PerUserPrincipal', 'U');
    expect((await get(path, token)).body.authenticationStatus).toBe('Configured');
    expect((await get(path)).body.authenticationStatus).toBe('NotConfigured');
  });

  it("works once, and can't be guessed", async () => {
    const { org, rest } = await orgWith(['Browser']);
    const { body } = await rest('POST', AUTH_URL, NAMED);
    await fetch(body.authenticationUrl);
    expect((await fetch(body.authenticationUrl)).status).toBe(404);
    const guessed = new URL(body.authenticationUrl);
    guessed.searchParams.set('state', 'x');
    expect((await fetch(guessed)).status).toBe(404);
    expect(guessed.origin).toBe(org.url);
  });

  it("refuses PerUser, which isn't the type's name", async () => {
    const { rest } = await orgWith(['Browser']);
    const answer = await rest('POST', AUTH_URL, { ...PER_USER, principalType: 'PerUser' });
    expect(refusal(answer).slice(0, 2)).toEqual([400, 'POST_BODY_PARSE_ERROR']);
  });

  it('refuses principals without a browser flow', async () => {
    const { rest } = await orgWith(['ClientSecret']);
    const answer = await rest('POST', AUTH_URL, { ...NAMED, externalCredential: 'ClientSecret' });
    expect(refusal(answer).slice(0, 2)).toEqual([400, 'INVALID_INPUT']);
  });
});
