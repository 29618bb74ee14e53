import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, startOrg } from './client.ts';

afterEach(closeAll);

describe('controls below /local-org/ that no real org has', () => {
  it('add a user with the given permissions, but no second one with that name', async () => {
    const { rest, query } = await startOrg();
    const user = { username: 'few@acme.example', permissions: ['ApiEnabled'] };
    const { status, body } = await rest('POST', '/local-org/users', user);
    expect(status).toBe(201);
    expect((await query("SELECT Alias FROM User WHERE Username = 'few@acme.example'")).body.totalSize).toBe(
      1,
    );
    const path = '/services/data/v66.0/named-credentials/external-credentials';
    expect((await rest('GET', path, undefined, body.accessToken)).status).toBe(403);
    expect((await rest('POST', '/local-org/users', user)).status).toBe(400);
    expect((await rest('POST', '/local-org/users', { name: 'Nobody' })).status).toBe(400);
  });

  it('require a high-assurance session for key work, or not', async () => {
    const { rest } = await startOrg();
    const user = { username: 'low@acme.example', highAssurance: false };
    const { body } = await rest('POST', '/local-org/users', user);
    const make = async () =>
      (
        await rest(
          'POST',
          '/services/data/v66.0/sobjects/TenantSecret',
          { Type: 'EventBus' },
          body.accessToken,
        )
      ).status;
    await rest('PUT', '/local-org/step-up', { required: true });
    expect(await make()).toBe(403);
    await rest('PUT', '/local-org/step-up', { required: false });
    expect(await make()).toBe(201);
  });

  it("return the key service's address to users with a session", async () => {
    const { org, rest, get } = await startOrg();
    const { body } = await get('/local-org/key-service/client');
    const { keyService, tokenUrl, clientId, clientSecret } = org.keyService;
    expect(body).toEqual({
      keyService,
      tokenUrl,
      clientId,
      clientSecret,
      echo: keyService.replace(/keys$/, 'echo'),
    });
    expect((await rest('GET', '/local-org/key-service/client', undefined, 'wrong')).status).toBe(401);
    const echoed = await fetch(body.echo, { headers: { 'x-acme': 'one' } });
    expect(await echoed.json()).toMatchObject({ headers: { 'x-acme': 'one' } });
  });
});
