import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChainOptions, deployChain, httpHeader, setCredential } from '../callout/chain.ts';
import { closeServices } from '../callout/service.ts';
import { certificateFiles, privateKey, settings } from '../certificates/certificate.ts';
import { type Client, closeAll, startOrg } from '../client.ts';
import { readRetainedMessages } from '../cometd/cometd.ts';
import { CREDENTIAL, param, variant } from '../connect/chain.ts';
import {
  assignAutoproc,
  type KeyServiceOrg,
  KID,
  keyServiceOrg,
  SECRETS,
  START,
} from '../key-service/key-service-org.ts';
import { parameter } from '../samples.ts';
import { remoteKeyOrg } from './remote-key.ts';

afterEach(closeAll);
afterEach(closeServices);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const END = 72 * HOUR;

/** Minutes after START, and status codes. */
const events = async (client: Client): Promise<readonly [number, string][]> =>
  (await readRetainedMessages(client)).map(({ CreatedDate, StatusCode }) => [
    (Date.parse(CreatedDate) - START) / MINUTE,
    StatusCode,
  ]);

const live = async (options: Parameters<typeof keyServiceOrg>[0] = {}) => {
  const org = await keyServiceOrg(options);
  const { status, body } = await org.insert();
  expect(status).toBe(201);
  return { ...org, id: String(body.id), ...org.client.org };
};

const statusOf = async ({ secrets }: Pick<KeyServiceOrg, 'secrets'>, version = 2) =>
  (await secrets()).find(({ Version }) => Version === version)?.Status;

const unavailable = { all: { fault: 'status', status: 503 } } as const;

describe("the cache of a cache-only key (salesforce.md, section 6.3), by the org's clock", () => {
  it('expires after 72 hours, and the key is fetched again', async () => {
    const org = await live();
    await org.setTime(START + END - MINUTE);
    expect(await events(org.client)).toHaveLength(1);
    await org.setTime(START + END + MINUTE);
    expect(await statusOf(org)).toBe('ACTIVE');
    await org.setTime(START + 2 * END + 5 * MINUTE);
    // Events older than 72 hours are not retained.
    expect(await events(org.client)).toEqual([[(2 * END) / MINUTE, 'SUCCESS']]);
  });

  it("hides for that long that a key can't be fetched; then it is DESTROYED", async () => {
    const org = await live();
    await org.setKeyService(unavailable);
    await org.setTime(START + END - 1);
    expect(await statusOf(org)).toBe('ACTIVE');
    await org.setTime(START + END);
    expect(await statusOf(org)).toBe('DESTROYED');
    const { body } = await org.client.get(`${SECRETS}/${org.id}`);
    expect(body.LastModifiedDate).toBe('2026-06-04T12:00:00.000+0000');
    const [, failed] = await readRetainedMessages(org.client);
    expect(failed).toMatchObject({ StatusCode: 'DESTROY_HTTP_CODE', TenantSecretId: org.id });
  });

  it('can be cleared by request', async () => {
    const org = await live();
    await org.setKeyService(unavailable);
    expect((await org.client.rest('POST', '/local-org/key-cache/flush')).status).toBe(204);
    expect(await statusOf(org)).toBe('DESTROYED');
    expect((await org.client.get('/local-org/key-cache')).body).toEqual({
      hours: 72,
      keys: [
        {
          tenantSecretId: org.id,
          identifier: KID,
          fetched: '2026-06-01T12:00:00.000Z',
          failedSince: '2026-06-01T12:00:00.000Z',
          next: '2026-06-01T12:01:00.000Z',
        },
      ],
    });
  });

  it('is checked before each request, without setting the time', async () => {
    let now = START;
    const org = await live({ org: { clock: () => now } });
    await org.setKeyService(unavailable);
    now += END;
    expect(await statusOf(org)).toBe('DESTROYED');
    await org.setKeyService({});
    now += MINUTE;
    expect(await statusOf(org)).toBe('ACTIVE');
  });

  it('is checked even without requests', async () => {
    let now = START;
    const { insert, service } = await remoteKeyOrg({ clock: () => now });
    expect((await insert()).status).toBe(201);
    now += END;
    while (service.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('renews a refused token', async () => {
    const org = await live();
    await org.setKeyService({ all: { fault: 'unauthorizedOnce' } });
    await org.flushKeyCache();
    expect(await statusOf(org)).toBe('ACTIVE');
    await org.setKeyService({ all: { fault: 'unauthorized' } });
    await org.flushKeyCache();
    expect(await statusOf(org)).toBe('DESTROYED');
    expect((await events(org.client)).map(([, code]) => code)).toEqual([
      'SUCCESS',
      'SUCCESS',
      'AUTHENTICATION_FAILURE_RESPONSE',
    ]);
  });

  it('survives in the state of the org', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'keyway-key-cache-'));
    const org = await live({ org: { stateDir } });
    await org.client.org.close();
    const again = await startOrg({ stateDir, clock: () => START + END });
    const { body } = await again.query("SELECT Status FROM TenantSecret WHERE Source = 'REMOTE'");
    expect(body.records).toMatchObject([{ Status: 'ACTIVE' }]);
    expect(await events(again)).toEqual([
      [0, 'SUCCESS'],
      [END / MINUTE, 'SUCCESS'],
    ]);
    await closeAll();
    await rm(stateDir, { recursive: true });
  });

  it('opens fetched keys with a certificate that has expired meanwhile', async () => {
    const org = await live();
    await org.setTime(START + 3 * 365 * 24 * HOUR);
    expect(await statusOf(org)).toBe('ACTIVE');
  });
});

describe("a key that can't be fetched", () => {
  it('is retried each minute five times, then every five minutes, and is ACTIVE when it succeeds', async () => {
    const org = await live();
    await org.setKeyService(unavailable);
    await org.flushKeyCache();
    const tries: number[] = [];
    let count = 2;
    for (let minute = 0.5; minute <= 25; minute += 0.5) {
      await org.setTime(START + minute * MINUTE);
      const now = (await events(org.client)).length;
      if (now > count) tries.push(minute);
      count = now;
    }
    expect(tries).toEqual([1, 2, 3, 4, 5, 10, 15, 20, 25]);
    expect(await statusOf(org)).toBe('DESTROYED');
    await org.setKeyService({});
    await org.setTime(START + 29 * MINUTE);
    expect(await statusOf(org)).toBe('DESTROYED');
    await org.setTime(START + 30 * MINUTE);
    expect(await statusOf(org)).toBe('ACTIVE');
    // It is in the cache again from then on.
    await org.setTime(START + 30 * MINUTE + END - 1);
    expect((await events(org.client)).at(-1)).toEqual([30, 'SUCCESS']);
    await org.setTime(START + 30 * MINUTE + END);
    expect((await events(org.client)).at(-1)).toEqual([30 + END / MINUTE, 'SUCCESS']);
  });

  it('is retried at those times even if the clock is advanced, and given up after 24 hours', async () => {
    const org = await live();
    await org.setKeyService(unavailable);
    await org.flushKeyCache();
    await org.setTime(START + 25 * HOUR);
    const failed = (await events(org.client)).filter(([, code]) => code === 'DESTROY_HTTP_CODE');
    const minutes = failed.map(([minute]) => minute);
    expect(minutes.slice(0, 9)).toEqual([0, 1, 2, 3, 4, 5, 10, 15, 20]);
    expect([minutes.length, minutes.at(-1)]).toEqual([1 + 5 + 287, 24 * 60]);
    await org.setKeyService({});
    await org.setTime(START + 200 * HOUR);
    expect(await statusOf(org)).toBe('DESTROYED');
    expect((await org.client.rest('PATCH', `${SECRETS}/${org.id}`, { Status: 'Active' })).status).toBe(204);
    expect(await statusOf(org)).toBe('ACTIVE');
  });

  it('is retried once if the clock is advanced past several timeouts', async () => {
    const org = await live({ seed: { keyTimeout: 50 } });
    await org.setKeyService({ all: { fault: 'hang' } });
    await org.flushKeyCache();
    await org.setTime(START + 12 * MINUTE);
    expect(await events(org.client)).toEqual([
      [0, 'SUCCESS'],
      [0, 'RESPONSE_TIMEOUT'],
      [1, 'RESPONSE_TIMEOUT'],
    ]);
    await org.setTime(START + 15 * MINUTE);
    expect((await events(org.client)).at(-1)).toEqual([15, 'RESPONSE_TIMEOUT']);
  });

  it('is ARCHIVED if it recovers beside another active one', async () => {
    const org = await live();
    await org.setTime(START + 25 * HOUR);
    await org.setKeyService(unavailable);
    await org.flushKeyCache();
    expect((await org.client.rest('POST', SECRETS, {})).status).toBe(201);
    await org.setKeyService({});
    await org.setTime(START + 25 * HOUR + MINUTE);
    expect(await org.secrets()).toMatchObject([
      { Status: 'ARCHIVED' },
      { Status: 'ARCHIVED', Source: 'REMOTE' },
      { Status: 'ACTIVE', Source: 'HSM' },
    ]);
  });

  it('is DESTROYED if it was archived, and ARCHIVED when it recovers, even if no other is active', async () => {
    const org = await live({ seed: { keyCacheHours: 24 } });
    await org.setTime(START + 25 * HOUR);
    expect((await org.insert({ RemoteKeyIdentifier: 'acme-data-2' })).status).toBe(201);
    await org.setKeyService({ all: { fault: 'emptyBody' } });
    await org.flushKeyCache();
    expect(await org.secrets()).toMatchObject([{}, { Status: 'DESTROYED' }, { Status: 'DESTROYED' }]);
    await org.setKeyService({ identifiers: { 'acme-data-2': { fault: 'emptyBody' } } });
    await org.setTime(START + 25 * HOUR + MINUTE);
    expect(await org.secrets()).toMatchObject([{}, { Status: 'ARCHIVED' }, { Status: 'DESTROYED' }]);
  });

  it('stays as it is after its owner has destroyed it', async () => {
    const org = await live();
    await org.setKeyService(unavailable);
    await org.flushKeyCache();
    await org.client.rest('PATCH', `${SECRETS}/${org.id}`, { SecretValue: null, Status: 'Destroyed' });
    await org.setKeyService({});
    await org.setTime(START + 2 * HOUR);
    expect(await statusOf(org)).toBe('DESTROYED');
    expect(await events(org.client)).toHaveLength(2);
  });
});

describe('with keyCacheHours 0', () => {
  const deployAgain = async ({ client }: KeyServiceOrg, more: Partial<ChainOptions>) => {
    const { keyService, tokenUrl } = client.org.keyService;
    await deployChain(client, {
      url: keyService,
      protocol: 'Oauth',
      parameters:
        variant('Oauth', 'ClientCredentialsClientSecret') +
        param('AuthProviderUrl', 'AuthProviderUrl', tokenUrl),
      assigned: false,
      ...more,
    });
  };
  const codes = async (client: Client) => (await events(client)).map(([, code]) => code);

  it('a key is fetched before each read', async () => {
    const org = await live({ seed: { keyCacheHours: 0 } });
    await org.secrets();
    await org.client.get('/services/data/v66.0/limits');
    expect(await codes(org.client)).toEqual(['SUCCESS', 'SUCCESS']);
    await org.setKeyService(unavailable);
    expect(await statusOf(org)).toBe('DESTROYED');
  });

  it('a key is fetched after each change of its path', async () => {
    const org = await live({ seed: { keyCacheHours: 0 } });
    const { keyService } = org.keyService;
    await deployAgain(org, { named: httpHeader('X-Region', 'eu', 3) });
    expect(await codes(org.client)).toEqual(['SUCCESS', 'SUCCESS']);
    await deployAgain(org, { url: `${keyService}/nowhere` });
    expect(await codes(org.client)).toEqual(['SUCCESS', 'SUCCESS', 'DESTROY_HTTP_CODE']);
    expect(await statusOf(org)).toBe('DESTROYED');
    await deployAgain(org, {});
    await org.setTime(START + MINUTE);
    expect(await statusOf(org)).toBe('ACTIVE');
  });

  it('a key is DESTROYED as soon as its assignment is removed', async () => {
    const org = await live({ seed: { keyCacheHours: 0 } });
    const { body } = await org.client.query(
      "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Alias = 'autoproc' AND PermissionSet.Name = 'Access'",
    );
    const path = `/services/data/v66.0/sobjects/PermissionSetAssignment/${body.records[0].Id}`;
    expect((await org.client.rest('DELETE', path)).status).toBe(204);
    expect(await codes(org.client)).toEqual(['SUCCESS', 'AUTHENTICATION_FAILURE_RESPONSE']);
    await assignAutoproc(org.client);
    await org.setTime(START + MINUTE);
    expect(await statusOf(org)).toBe('ACTIVE');
  });

  it('a key is DESTROYED as soon as its credential is deleted', async () => {
    const org = await live({ seed: { keyCacheHours: 0 } });
    const query = '?externalCredential=Ec&principalType=NamedPrincipal&principalName=P';
    expect((await org.client.rest('DELETE', CREDENTIAL + query)).status).toBe(204);
    expect(await statusOf(org)).toBe('DESTROYED');
    const { clientId, clientSecret } = org.keyService;
    await setCredential(org.client, 'Oauth', { clientId, clientSecret });
    await org.setTime(START + MINUTE);
    expect(await statusOf(org)).toBe('ACTIVE');
  });

  it("an event reports what can't be called here", async () => {
    const org = await live({ seed: { keyCacheHours: 0 } });
    await deployAgain(org, {
      parameters:
        variant('Oauth', 'JwtBearer') +
        param('AuthProviderUrl', 'AuthProviderUrl', org.keyService.tokenUrl) +
        parameter({
          certificate: 'AcmeByok',
          parameterName: 'SigningCertificate',
          parameterType: 'SigningCertificate',
        }),
    });
    expect(await statusOf(org)).toBe('DESTROYED');
    const [, event] = await readRetainedMessages(org.client);
    expect(event.StatusCode).toBe('UNKNOWN_ERROR');
    expect(event.Details).toContain('[local org] a callout by Oauth JwtBearer is not emulated');
  });

  it('an org without remote keys has nothing to do', async () => {
    const client = await startOrg({
      seed: { keyCacheHours: 0, certificateKeys: { AcmeByok: privateKey() } },
    });
    await client.deploy(certificateFiles());
    await client.deploy(settings({ enableCacheOnlyKeys: true }));
    await client.query('SELECT Id FROM TenantSecret');
    expect((await client.get('/local-org/key-cache')).body).toEqual({ hours: 0, keys: [] });
  });
});
