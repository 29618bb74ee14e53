import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices } from '../callout/service.ts';
import { type Client, closeAll, startOrg } from '../client.ts';
import { remoteKeyOrg } from '../remote-keys/remote-key.ts';
import { bayeux, CHANNEL, subscriber } from './cometd.ts';

afterEach(closeAll);
afterEach(closeServices);

const HANDSHAKE = {
  id: '1',
  channel: '/meta/handshake',
  version: '1.0',
  supportedConnectionTypes: ['long-polling'],
};

/** An org with two events: a refused key and an accepted one. */
const withEvents = async (): Promise<Client> => {
  const { client, insert, answerWith } = await remoteKeyOrg();
  answerWith({ status: 404 });
  await insert();
  answerWith({});
  await insert();
  return client;
};
const codes = (messages: readonly { data: { payload: { StatusCode: string } } }[]) =>
  messages.map(({ data }) => data.payload.StatusCode);

describe('CometD (The Bayeux Specification; Streaming API Developer Guide)', () => {
  it('makes a handshake, with replay', async () => {
    const client = await startOrg();
    for (const path of ['/cometd/66.0', '/cometd/66.0/handshake'])
      expect(await bayeux(client, [HANDSHAKE], undefined, path)).toMatchObject([
        {
          id: '1',
          channel: '/meta/handshake',
          successful: true,
          clientId: expect.any(String),
          ext: { replay: true },
        },
      ]);
  });

  it('refuses the handshake of an expired session', async () => {
    const client = await startOrg();
    const [answer] = await bayeux(client, HANDSHAKE, 'nonsense');
    expect(answer).toMatchObject({
      successful: false,
      error: '403::Handshake denied',
      ext: { sfdc: { failureReason: '401::Authentication invalid' } },
      advice: { reconnect: 'none' },
    });
    expect(answer.clientId).toBeUndefined();
  });

  it('refuses a session that has expired since, and an unknown client', async () => {
    const client = await startOrg();
    const { clientId } = await subscriber(client);
    const connect = { channel: '/meta/connect', clientId, connectionType: 'long-polling' };
    expect(await bayeux(client, { ...connect, clientId: 'other' })).toMatchObject([
      { successful: false, error: '403::Unknown client', advice: { reconnect: 'handshake' } },
    ]);
    await client.rest('POST', '/local-org/sessions/expire', {});
    expect(await bayeux(client, connect)).toMatchObject([
      { successful: false, error: '401::Authentication invalid', advice: { reconnect: 'none' } },
    ]);
  });

  it.each(['/event/Other__e', '/topic/Accounts', '/data/ChangeEvents'])(
    'has no channel %s',
    async (channel) => {
      const { subscribed } = await subscriber(await startOrg(), -1, channel);
      expect(subscribed).toMatchObject({ successful: false, subscription: channel });
      expect(subscribed.error).toContain(`${channel} is not emulated`);
    },
  );

  it.each([
    ['all that is retained', -2, ['DESTROY_HTTP_CODE', 'SUCCESS']],
    ['what came after an id', 1, ['SUCCESS']],
  ])('replays %s', async (_what, replay, expected) => {
    const { next } = await subscriber(await withEvents(), replay);
    expect(codes(await next())).toEqual(expected);
  });

  it('delivers each event once, with its replay id and the fields of the Object Reference', async () => {
    const client = await withEvents();
    const { next, clientId } = await subscriber(client);
    const [first, second] = await next();
    expect([first.data.event.replayId, second.data.event.replayId]).toEqual([1, 2]);
    expect(Object.keys(second.data.payload).sort()).toEqual([
      'CreatedById',
      'CreatedDate',
      'Details',
      'RequestIdentifier',
      'StatusCode',
      'TenantSecretId',
    ]);
    const waiting = next();
    await bayeux(client, { channel: '/meta/unsubscribe', clientId, subscription: CHANNEL });
    const outcome = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 50, 'waits'))]);
    expect(outcome).toBe('waits');
  });

  it('refuses a replay id that never existed', async () => {
    const { subscribed } = await subscriber(await startOrg(), 7);
    expect(subscribed.error).toContain('400::The replayId {7} you provided was invalid');
  });

  it('forgets events after 72 hours', async () => {
    const client = await withEvents();
    await client.rest('POST', '/local-org/clock', { advance: 73 * 60 * 60 * 1000 });
    const { next } = await subscriber(client);
    // The key was fetched again when its cache time ended, an hour ago.
    expect(await next()).toMatchObject([{ data: { event: { replayId: 3 } } }]);
  });

  it('ends with a disconnect', async () => {
    const client = await startOrg();
    const { clientId } = await subscriber(client);
    expect(await bayeux(client, { channel: '/meta/disconnect', clientId })).toMatchObject([
      { successful: true },
    ]);
    expect(await bayeux(client, { channel: '/meta/connect', clientId })).toMatchObject([
      { error: '403::Unknown client' },
    ]);
  });
});

describe('RemoteKeyCalloutEvent as an object (Platform Events Developer Guide)', () => {
  it('can be described but not queried', async () => {
    const client = await startOrg();
    const { body } = await client.get('/services/data/v66.0/sobjects/RemoteKeyCalloutEvent/describe');
    expect(body).toMatchObject({ queryable: false, createable: false });
    expect(body.fields.map(({ name }: { name: string }) => name)).toContain('StatusCode');
    const answer = await client.query('SELECT StatusCode FROM RemoteKeyCalloutEvent');
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, 'INVALID_TYPE_FOR_OPERATION']);
  });
});
