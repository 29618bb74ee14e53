import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, listenForKeyEvents, type Org } from '../../src/salesforce/index.ts';
import { OrgConnection } from '../../src/salesforce/org-connection.ts';
import { createTransport } from '../../src/wire/transport.ts';
import { closeServices } from '../local/salesforce/callout/service.ts';
import { type Client, closeAll, startOrg } from '../local/salesforce/client.ts';
import { remoteKeyOrg } from '../local/salesforce/remote-keys/remote-key.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanups.splice(0).reverse()) await end();
  await closeAll();
  await closeServices();
});

const login = async ({ org }: Client, accessToken = org.accessToken): Promise<Org> => {
  const target = { kind: 'token' as const, instanceUrl: org.url, accessToken };
  const connected = await connect(target, { apiVersion: '66.0', stateDir: '/nowhere' });
  cleanups.push(() => connected.close());
  return connected;
};

describe('callouts of an org to a key service', () => {
  it('are received as they happen, each once', async () => {
    const { client, insert, answerWith } = await remoteKeyOrg();
    answerWith({ status: 404 });
    await insert();
    const events = await listenForKeyEvents(await login(client));
    cleanups.push(() => events.close());
    answerWith({});
    const [heard] = await Promise.all([
      events.next(({ requestIdentifier }) => requestIdentifier !== 'other', 5000),
      insert(),
    ]);
    expect(heard).toMatchObject({ statusCode: 'SUCCESS', replayId: 2 });
    expect(await events.next(() => true, 50)).toBeUndefined();
  });

  it('that the org has retained can be read', async () => {
    const { client, insert, answerWith } = await remoteKeyOrg();
    answerWith({ status: 404 });
    await insert();
    answerWith({});
    await insert();
    const events = await listenForKeyEvents(await login(client), { replay: 'retained' });
    cleanups.push(() => events.close());
    expect(await events.retained(200)).toMatchObject([
      { statusCode: 'DESTROY_HTTP_CODE', details: expect.stringContaining('404'), tenantSecretId: undefined },
      { statusCode: 'SUCCESS', replayId: 2, createdDate: expect.stringMatching(/^2026-06-01T12:00/) },
    ]);
  });

  it('may be missing, which is no error', async () => {
    const events = await listenForKeyEvents(await login(await startOrg()), { replay: 'retained' });
    cleanups.push(() => events.close());
    expect(await events.retained(50)).toEqual([]);
    expect(events.problem).toBeUndefined();
  });

  it('are still received after the server has lost the session', async () => {
    const { client, insert } = await remoteKeyOrg();
    const org = await login(client);
    const events = await listenForKeyEvents(org);
    cleanups.push(() => events.close());
    // A second connect of the same client makes the server forget it.
    const original = org.connection.transport.send;
    let forgot = false;
    org.connection.transport.send = async (request) => {
      if (!forgot && request.body?.includes('/meta/connect')) {
        forgot = true;
        return original({
          ...request,
          body: request.body.replace(/"clientId":"[^"]+"/, '"clientId":"gone"'),
        });
      }
      return original(request);
    };
    const [heard] = await Promise.all([events.next(() => true, 5000), insert()]);
    const [again] = await Promise.all([events.next(() => true, 5000), insert({ Type: 'Analytics' })]);
    expect([heard?.statusCode, again?.statusCode]).toEqual(['SUCCESS', 'SUCCESS']);
    expect(forgot).toBe(true);
  });

  it('end with the session, and that is reported', async () => {
    const client = await startOrg();
    const org = await login(client);
    await client.rest('POST', '/local-org/sessions/expire', {});
    await expect(listenForKeyEvents(org)).rejects.toMatchObject({ code: 'SessionExpired' });
  });
});

describe('a CometD server', () => {
  /** Answers each message of a request by `answer`. */
  const server = async (
    answer: (message: { channel: string; id: string }, request: IncomingMessage) => object[],
    status = 200,
  ): Promise<{ readonly org: Pick<Org, 'connection'>; readonly cookies: (string | undefined)[] }> => {
    const cookies: (string | undefined)[] = [];
    const http = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      cookies.push(request.headers.cookie);
      const messages: { channel: string; id: string }[] = JSON.parse(body);
      response.statusCode = status;
      response.setHeader('set-cookie', [
        'BAYEUX_BROWSER=abc;Path=/cometd/;Secure',
        't=1;Expires=Wed, 14-Nov-2029 23:16:19 GMT;HttpOnly',
      ]);
      response.end(JSON.stringify(messages.flatMap((message) => answer(message, request))));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => http.close());
    const transport = createTransport();
    cleanups.push(() => transport.close());
    const connection = new OrgConnection({
      instanceUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      accessToken: 'token',
      login: 'log in',
      apiVersion: '66.0',
      transport,
    });
    return { org: { connection }, cookies };
  };

  it('gets its cookies back, by which Salesforce finds the session', async () => {
    const { org, cookies } = await server(({ channel, id }) =>
      channel === '/meta/subscribe'
        ? [{ channel, id, successful: false, error: '403::User not enabled for streaming' }]
        : [{ channel, id, successful: true, clientId: 'c1' }],
    );
    await expect(listenForKeyEvents(org)).rejects.toMatchObject({
      code: 'KeyEventsRefused',
      message: expect.stringContaining('403::User not enabled for streaming'),
    });
    expect(cookies).toEqual([undefined, 'BAYEUX_BROWSER=abc; t=1']);
  });

  it('that stops ends the subscription: nothing more arrives, and the reason is known', async () => {
    const { org } = await server(({ channel, id }) =>
      channel === '/meta/connect' && Number(id) > 3
        ? [{ channel, id, successful: false, error: '500::Broken', advice: { reconnect: 'none' } }]
        : [{ channel, id, successful: true, clientId: 'c1' }],
    );
    const events = await listenForKeyEvents(org);
    expect(await events.next(() => true, 5000)).toBeUndefined();
    expect(events.problem?.message).toContain('500::Broken');
    await events.close();
  });
});
