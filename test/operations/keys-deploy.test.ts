import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { plan } from '../../src/operations/plan.ts';
import { verify } from '../../src/operations/verify.ts';
import { insertTenantSecret } from '../../src/salesforce/index.ts';
import { type KeyOrg, keyOrg, statusCodes } from './key-org.ts';

let place: KeyOrg;
const begin = async (options?: LocalOrgOptions) => {
  place = await keyOrg(options);
};
afterEach(() => place.close());

const hsm = 'Data HSM ACTIVE';
const failure = () =>
  place.deploy().then(
    () => {
      throw new Error('the deploy went through');
    },
    (error) => error,
  );

describe('A deploy with a cache-only key', () => {
  it('goes from nothing to an ACTIVE key, according to the org, and then has nothing to do', async () => {
    await begin();
    const result = await place.deploy();
    expect(result.keys).toEqual([
      {
        name: 'AcmeDataKey',
        outcome: 'inserted',
        type: 'Data',
        identifier: 'acme-data-1',
        status: 'ACTIVE',
        version: 2,
        statusCode: 'SUCCESS',
      },
    ]);
    expect(result.checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(result.checks).toContainEqual({
      link: 'Key',
      name: 'AcmeDataKey',
      ok: true,
      message: 'is ACTIVE (version 2)',
    });
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data acme-data-1 ACTIVE']);
    expect(statusCodes(await place.events())).toEqual(['SUCCESS']);
    expect(await place.deploy()).toMatchObject({ changes: [], deploy: null, keys: [] });
    expect(statusCodes(await place.events())).toEqual(['SUCCESS']);
  });

  it('tells the owner of the key service which certificate to use', async () => {
    await begin();
    const { remarks } = await place.deploy();
    expect(remarks).toEqual([
      expect.stringMatching(
        /^Certificate AcmeByok for the key service's owner: SHA-256 of its chain [0-9a-f]{64}$/,
      ),
    ]);
    expect((await place.deploy()).remarks).toEqual([]);
  });

  it("doesn't report a failure of the key if the org doesn't let it be read back", async () => {
    await begin();
    await place.deploy({ only: ['metadata', 'credentials', 'assignments'] });
    const limit = { kind: 'REQUEST_LIMIT_EXCEEDED', request: 'GET /services/data/v66.0/query' } as const;
    const line = (text: string) => text;
    const error = await place
      .deploy({
        progress: {
          line,
          stage: (_title, work) =>
            work((text) => {
              // Lets the queries before the key's creation succeed.
              if (text.includes('waiting')) void place.org.setFaults([{ ...limit, after: 3, times: 99 }]);
            }),
        },
      })
      .catch((reason) => reason);
    await place.org.setFaults([]);
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data acme-data-1 ACTIVE']);
    expect(error.data.stages).toContainEqual({ name: 'keys', state: 'unknown' });
    expect(error.actions.join(' ')).toContain('Unknown: whether the stage keys finished');
  });

  it('can run stage by stage', async () => {
    await begin();
    await place.deploy({ only: ['metadata', 'credentials', 'assignments'] });
    expect(await place.keys()).toEqual([hsm]);
    expect(await place.deploy({ only: ['metadata'] })).toMatchObject({ changes: [], deploy: null });
    const { changes, keys } = await place.deploy({ only: ['keys'] });
    expect(changes.map(({ type }) => type)).toEqual(['Key']);
    expect(keys).toMatchObject([{ outcome: 'inserted', status: 'ACTIVE' }]);
  });

  it('is applied as approved, or not at all if a key was created meanwhile', async () => {
    await begin();
    const out = join(place.directory, 'plan.json');
    await plan({ config: place.config, out });
    expect(await place.deploy({ plan: out })).toMatchObject({ keys: [{ status: 'ACTIVE' }] });
    await place.put({ headers: '{ x-tenant: "7" }' });
    await plan({ config: place.config, out, allow: ['key-path'] });
    const text = await readFile(out, 'utf8');
    expect(text).toContain('Data acme-data-1 (ACTIVE, version 2)');
    await place.org.setTime(Date.now() + 25 * 3_600_000);
    await place.as((org) => insertTenantSecret(org, { Type: 'Data' }));
    await expect(place.deploy({ plan: out })).rejects.toMatchObject({ code: 'PlanOutdated' });
  });

  it('is in the report for the auditor', async () => {
    await begin();
    const report = join(place.directory, 'report.json');
    await place.deploy({ report });
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({
      status: 'done',
      keys: [
        { name: 'AcmeDataKey', outcome: 'inserted', status: 'ACTIVE', version: 2, statusCode: 'SUCCESS' },
      ],
    });
    const markdown = join(place.directory, 'report.md');
    await place.deploy({ report: markdown });
    expect(await readFile(markdown, 'utf8')).toMatch(/\| Key \| AcmeDataKey \| yes \| is ACTIVE/);
  });

  it('changes nothing in a dry run', async () => {
    await begin();
    expect(await place.deploy({ dryRun: true })).toMatchObject({ deploy: { status: 'Succeeded' }, keys: [] });
    expect(await place.keys()).toEqual([hsm]);
  });

  it('is refused if autoproc’s assignment is missing, with the reason', async () => {
    await begin();
    await place.put({ assignTo: '[]' });
    const error = await failure();
    expect(error).toMatchObject({ code: 'KeyNotActive', exitCode: 1 });
    expect(error.message).toContain('AUTHENTICATION_FAILURE_RESPONSE');
    expect(error.actions.join()).toContain('autoproc');
    expect(await place.keys()).toEqual([hsm]);
  });

  it('is refused if the secret is wrong, before the key is created', async () => {
    await begin();
    process.env.ACME_SECRET = 'wrong-secret-of-the-tests';
    const error = await failure();
    expect(error).toMatchObject({ code: 'KeyServiceRefused' });
    expect(error.message).toContain('AUTHENTICATION_FAILURE_RESPONSE');
    expect(JSON.stringify([error.message, error.actions, error.data])).not.toContain('wrong-secret');
    expect(await place.keys()).toEqual([hsm]);
    expect(await place.events()).toEqual([]);
  });

  it('that was interrupted is continued by the next run, stage by stage, and nothing is created twice', async () => {
    await begin();
    await place.org.setKeyService({ all: { fault: 'status', times: 2 } });
    await expect(place.deploy()).rejects.toMatchObject({ code: 'KeyServiceRefused' });
    const { changes, deploy } = await place.deploy();
    expect(changes.map(({ type }) => type)).toEqual(['Key']);
    expect(deploy).toBeNull();
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data acme-data-1 ACTIVE']);
  });

  it('whose answer is lost finds the key that the org created, and creates no second one', async () => {
    await begin();
    await place.deploy({ only: ['metadata', 'credentials', 'assignments'] });
    await place.org.setFaults([
      { kind: 'dropAnswer', request: 'POST /services/data/v66.0/sobjects/TenantSecret' },
    ]);
    const { keys } = await place.deploy();
    expect(keys).toMatchObject([{ status: 'ACTIVE', version: 2 }]);
    expect(await place.keys()).toHaveLength(2);
  });
});

describe('A key service with wrong answers', () => {
  it.each([
    ['status', 'ERROR_HTTP_CODE|DESTROY_HTTP_CODE'],
    ['unknownIdentifier', 'HTTP_CODE'],
    ['unauthorized', 'AUTHENTICATION_FAILURE_RESPONSE'],
    ['redirect', 'HTTP_CODE'],
    ['emptyBody', 'EMPTY_RESPONSE'],
    ['notJson', 'MALFORMED_JSON_RESPONSE'],
    ['wrongKidInJson', 'INCORRECT_KEYID_IN_JSON'],
    ['wrongKidInHeader', 'INCORRECT_KEYID_IN_JWE_HEADER'],
    ['wrongAlg', 'INCORRECT_ALGORITHM_IN_JWE_HEADER'],
    ['wrongEnc', 'INCORRECT_ENCRYPTION'],
    ['extraHeaderParameter', 'ILLEGAL_PARAMETERS_IN_JWE_HEADER'],
    ['wrongJti', 'NONCE'],
    ['missingPart', 'MALFORMED_JWE_RESPONSE'],
  ] as const)('(%s) is found before the key is created', async (fault, statusCode) => {
    await begin();
    await place.org.setKeyService({ all: { fault } });
    const error = await failure();
    expect(error).toMatchObject({ code: 'KeyServiceRefused' });
    expect(error.message).toMatch(new RegExp(statusCode));
    expect(await place.keys()).toEqual([hsm]);
    expect(await place.events()).toEqual([]);
  });

  it.each([
    ['foreignContentKey', 'MALFORMED_CONTENT_ENCRYPTION_KEY'],
    ['brokenTag', 'MALFORMED_DATA_ENCRYPTION_KEY'],
  ] as const)(
    '(%s) that only the org can see leave the key unchanged, with the reason',
    async (fault, statusCode) => {
      await begin();
      await place.org.setKeyService({ all: { fault } });
      const error = await failure();
      expect(error).toMatchObject({ code: 'KeyNotActive', data: { statusCode } });
      expect(error.message).toContain(statusCode);
      expect(await place.keys()).toEqual([hsm]);
    },
  );
});

describe('A slow key service', () => {
  it('gives a warning, and the key is created', async () => {
    await begin();
    await place.deploy({ only: ['metadata', 'credentials', 'assignments'] });
    await place.org.setKeyService({ all: { fault: 'slow', milliseconds: 3100 } });
    const { keys, remarks } = await place.deploy();
    expect(keys).toMatchObject([{ status: 'ACTIVE' }]);
    expect(remarks).toEqual([expect.stringMatching(/^AcmeDataKey, answer: .* which is slow/)]);
  });
});

describe('A key that is DESTROYED', () => {
  it('fails verification with what to do, and is activated by the next deploy, never created again', async () => {
    await begin({ seed: { keyCacheHours: 72 } });
    await place.deploy();
    await place.org.setKeyService({ all: { fault: 'emptyBody' } });
    await place.org.flushKeyCache();
    expect(await place.keys()).toContain('Data acme-data-1 DESTROYED');
    const { checks } = await verify({ config: place.config });
    const [key] = checks.filter(({ link }) => link === 'Key');
    expect(key).toMatchObject({
      ok: false,
      message: expect.stringMatching(/DESTROYED \(version 2\): EMPTY_RESPONSE\. The key service must/),
    });

    await expect(place.deploy()).rejects.toMatchObject({ code: 'KeyServiceRefused' });
    await place.org.setKeyService({});
    expect(await place.deploy()).toMatchObject({
      keys: [{ outcome: 'activated', status: 'ACTIVE', version: 2 }],
    });
    expect(await place.keys()).toHaveLength(2);
  });
});

describe('A deploy that repairs the path of a DESTROYED key', () => {
  it('needs no approval, and activates the key through the new path', async () => {
    await begin();
    await place.deploy();
    await place.org.setKeyService({ all: { fault: 'unknownIdentifier' } });
    await place.org.flushKeyCache();
    await place.org.setKeyService({});
    expect(await place.keys()).toContain('Data acme-data-1 DESTROYED');
    await place.put({ headers: '{ x-tenant: "7" }' });
    const { changes, keys } = await place.deploy();
    expect(changes.map(({ type, risks }) => [type, risks])).toEqual([
      ['NamedCredential', []],
      ['Key', []],
    ]);
    expect(keys).toMatchObject([{ outcome: 'activated', status: 'ACTIVE', version: 2 }]);
  });
});

describe('Before a key, the org needs', () => {
  it('no waiting by keyway’s own clock: if the org creates the key, it is there', async () => {
    const start = Date.parse('2026-06-01T12:00:00Z');
    await begin({ clock: () => start });
    await place.deploy();
    await place.put({ identifier: 'acme-data-2' });
    await place.org.setTime(start + 25 * 3_600_000);
    const now = () => new Date(start + 3_600_000);
    const options = { now, allow: ['key-archive'] as const };
    expect(await place.deploy({ ...options, respectRotationLimit: true })).toMatchObject({
      keys: [{ outcome: 'pending' }],
    });
    expect(await place.deploy(options)).toMatchObject({ keys: [{ outcome: 'inserted', version: 3 }] });
  });

  it('an active Data key', async () => {
    await begin({ seed: { tenantSecret: false } });
    await expect(place.deploy()).rejects.toMatchObject({ code: 'NoActiveDataKey' });
    expect((await place.deploy({ only: ['metadata'] })).deploy).toMatchObject({ status: 'Succeeded' });
  });

  it("the chain: a key alone isn't created without it", async () => {
    await begin();
    await expect(place.deploy({ only: ['keys'] })).rejects.toMatchObject({
      code: 'CacheOnlyKeysOff',
    });
    await place.put({ keys: '', certificates: '  OtherByok: { label: Other BYOK }' });
    await place.deploy({ only: ['metadata'] });
    await place.put();
    await expect(place.deploy({ only: ['keys'] })).rejects.toMatchObject({
      code: 'KeyChainMissing',
      message: "AcmeDataKey needs Certificate AcmeByok, which the org doesn't have.",
    });
    expect(await place.keys()).toEqual([hsm]);
  });

  it('the setting, in the org or in the file', async () => {
    await begin();
    await place.put({ settings: '{ canOptOutOfDerivationWithBYOK: true }' });
    await expect(place.deploy()).rejects.toMatchObject({ code: 'CacheOnlyKeysOff' });
    await place.put();
    await place.deploy({ only: ['metadata'] });
    await place.write(place.text().replace(/^encryptionKeySettings.*\n/m, ''));
    expect(await place.deploy()).toMatchObject({ keys: [{ status: 'ACTIVE' }] });
  });

  it('Manage Encryption Keys, reported before anything is sent', async () => {
    await begin({
      seed: {
        users: [
          {
            username: 'deployer@acme.example',
            permissions: [
              'ApiEnabled',
              'ModifyMetadata',
              'ManageNamedCredentials',
              'CustomizeApplication',
              'ManageProfilesPermissionsets',
              'AssignPermissionSets',
              'AuthorApex',
              'ViewSetup',
            ],
          },
        ],
      },
    });
    process.env.SF_ACCESS_TOKEN = place.org.users[1]?.accessToken;
    await expect(place.deploy()).rejects.toMatchObject({
      code: 'PermissionMissing',
      message: expect.stringContaining('Manage Encryption Keys'),
    });
  });

  it('time, by its own word: if it refuses, everything else is done, and the key is pending', async () => {
    const start = Date.parse('2026-06-01T12:00:00Z');
    await begin({ clock: () => start });
    const now = () => new Date(start);
    await place.deploy({ now });
    await place.put({ identifier: 'acme-data-2', headers: '{}' });
    const early = await place.deploy({ now, allow: ['key-archive'] });
    expect(early.keys).toMatchObject([
      {
        name: 'AcmeDataKey',
        outcome: 'pending',
        until: '2026-06-02T12:00:00.000Z',
        reason: expect.stringContaining('24 hours after the last'),
      },
    ]);
    expect(early.remarks).toEqual([
      expect.stringContaining('Salesforce documents one key of type Data every 24 hours'),
    ]);
    expect(early.checks.filter(({ ok }) => ok === false)).toEqual([
      {
        link: 'Key',
        name: 'AcmeDataKey',
        ok: false,
        message: expect.stringMatching(
          /^is pending until 2026-06-02T12:00:00\.000Z\. The org doesn't accept another key of this type yet .*/,
        ),
      },
    ]);
    expect(early.history).toBeNull();
    const asked = await place.deploy({ now, respectRotationLimit: true });
    expect(asked.keys).toEqual([
      expect.objectContaining({ outcome: 'pending', until: '2026-06-02T12:00:00.000Z' }),
    ]);
    expect(asked.keys[0]).not.toHaveProperty('reason');

    await place.put({ identifier: 'acme-data-2', headers: '{ x-tenant: "7" }' });
    expect(await place.deploy({ now, allow: ['key-path', 'key-archive'] })).toMatchObject({
      deploy: { status: 'Succeeded' },
      keys: [{ outcome: 'pending' }],
      changes: [{ type: 'NamedCredential' }, { type: 'Key' }],
    });

    await place.org.setTime(start + 25 * 3_600_000);
    const later = () => new Date(start + 25 * 3_600_000);
    await expect(place.deploy({ now: later })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'key-archive' }] },
    });
    expect(await place.deploy({ now: later, allow: ['key-archive'] })).toMatchObject({
      keys: [{ outcome: 'inserted', version: 3 }],
      notes: expect.arrayContaining([expect.stringContaining('must keep serving acme-data-1')]),
    });
    expect(await place.keys()).toEqual([
      'Data HSM ARCHIVED',
      'Data acme-data-1 ARCHIVED',
      'Data acme-data-2 ACTIVE',
    ]);
  });
});

describe("A key service that can't be tested from here", () => {
  it('gives a remark, and in a protected org a separate risk', async () => {
    await begin();
    await place.deploy({ only: ['metadata', 'credentials', 'assignments'] });
    await place.put({
      secret: '${env:NOT_SET_HERE}',
      environment: '{ targetOrg: local, default: true, protected: true }',
    });
    await expect(place.deploy({ yes: true })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'unprobed-key', names: ['AcmeDataKey'] }] },
    });
    await place.put({ secret: '${env:NOT_SET_HERE}' });
    const { keys, remarks } = await place.deploy();
    expect(keys).toMatchObject([{ status: 'ACTIVE' }]);
    expect(remarks).toEqual([
      expect.stringMatching(/^keyway can't test AcmeDataKey from here \(cannot-authenticate\)/),
    ]);
  });
});
