import { afterEach, describe, expect, it } from '@jest/globals';
import { keyActivate } from '../../src/operations/key/activate.ts';
import { keyCreate } from '../../src/operations/key/create.ts';
import { type CacheOnlyKeyOptions, keyCreateCacheOnly } from '../../src/operations/key/create-cache-only.ts';
import { keyDestroy } from '../../src/operations/key/destroy.ts';
import { keyExport } from '../../src/operations/key/export.ts';
import { keyList } from '../../src/operations/key/list.ts';
import { keyRotate } from '../../src/operations/key/rotate.ts';
import { keyUpload } from '../../src/operations/key/upload.ts';
import { clientOf } from '../local/salesforce/client.ts';
import { type KeyOrg, keyOrg, statusCodes } from './key-org.ts';
import { START } from './key-place.ts';

let place: KeyOrg;
afterEach(() => place.close());

/** An org with the deployed chain to the key service, and no key yet. */
const begin = async (options: Parameters<typeof keyOrg>[0] = {}, yes = false) => {
  place = await keyOrg({ clock: () => START, ...options });
  await place.put({ keys: '' });
  await place.deploy({ yes });
};
const create = (more: Partial<CacheOnlyKeyOptions> = {}) =>
  keyCreateCacheOnly({
    config: place.config,
    type: 'Data',
    identifier: 'acme-data-1',
    namedCredential: 'AcmeKeys',
    certificate: 'AcmeByok',
    ...more,
  });
const later = (hours: number) => place.org.setTime(START + hours * 3_600_000);
const hsm = 'Data HSM ACTIVE';

/** A call that must be refused: nothing changes, and the message contains no secret. */
const refused = async (call: Promise<unknown>, code: string) => {
  const before = await place.keys();
  const error = await call.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ code, exitCode: 1 });
  expect(JSON.stringify([error.message, error.actions, error.data])).not.toContain(
    place.org.keyService.clientSecret,
  );
  expect(await place.keys()).toEqual(before);
  return error;
};

describe('key create --cache-only', () => {
  it("probes, creates the key, and reports the org's callout", async () => {
    await begin();
    const made = await create({ description: 'by hand' });
    expect(made).toMatchObject({
      key: { type: 'Data', version: 2, status: 'ACTIVE', source: 'REMOTE' },
      archived: { version: 1, status: 'ARCHIVED' },
      remote: { identifier: 'acme-data-1', namedCredential: 'AcmeKeys', certificate: 'AcmeByok' },
      probe: { outcome: 'proven' },
      callout: { statusCode: 'SUCCESS' },
      remarks: [],
    });
    const [, key] = (await keyList({ config: place.config })).keys;
    expect(key).toMatchObject({ description: 'by hand', remote: made.remote, note: 'not in the config' });
    await place.put();
    expect((await keyList({ config: place.config })).keys[1]).toMatchObject({ inConfig: 'AcmeDataKey' });
  });

  it("is stopped by the probe if the service's answer is wrong, and the org isn't asked", async () => {
    await begin();
    await place.org.setKeyService({ all: { fault: 'emptyBody' } });
    const error = await refused(create(), 'KeyServiceRefused');
    expect(error.message).toContain('EMPTY_RESPONSE');
    expect(await place.events()).toEqual([]);
  });

  it("reports the org's message if only the org gets a wrong answer", async () => {
    await begin();
    await place.deploy({ only: ['assignments'] });
    await clientOf(place.org).rest('DELETE', await assignmentOf(place));
    const error = await refused(create(), 'KeyNotActive');
    expect(error.message).toContain('AUTHENTICATION_FAILURE_RESPONSE');
    expect(error.actions.join()).toContain('autoproc');
  });

  it('reports a hanging callout, and leaves the key unchanged', async () => {
    await begin({ seed: { keyTimeout: 300 } });
    await place.write('version: 1\napiVersion: "66.0"\n');
    await place.org.setKeyService({ all: { fault: 'hang' } });
    const error = await refused(create(), 'KeyNotActive');
    expect(error.message).toContain('RESPONSE_TIMEOUT');
    expect(error.actions.join()).toContain('Answer faster');
  });

  it.each([
    ['of a root key', { type: 'SearchIndex' }, 'CacheOnlyNotForType'],
    ['of an identifier that is none', { identifier: 'a/b' }, 'KeyIdentifierWrong'],
    [
      'through a named credential that the org does not have',
      { namedCredential: 'AcmeKey' },
      'NamedCredentialUnknown',
    ],
    ['for a certificate that the org does not have', { certificate: 'AcmeByo' }, 'CertificateUnknown'],
  ])('%s is refused before any call', async (_what, more, code) => {
    await begin();
    await refused(create(more), code);
    expect(await place.events()).toEqual([]);
  });

  it('needs the setting', async () => {
    await begin();
    await clientOf(place.org).deploy({
      'package.xml':
        '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>EncryptionKey</members><name>Settings</name></types><version>66.0</version></Package>',
      'settings/EncryptionKey.settings':
        '<EncryptionKeySettings xmlns="http://soap.sforce.com/2006/04/metadata"><enableReplayDetection>false</enableReplayDetection><enableCacheOnlyKeys>false</enableCacheOnlyKeys></EncryptionKeySettings>',
    });
    const error = await refused(create(), 'SettingOff');
    expect(error.message).toContain('enableCacheOnlyKeys');
  });

  it('without a possible test gives a remark, and in production a risk', async () => {
    await begin();
    delete process.env.ACME_SECRET;
    const made = await create();
    expect(made.key.status).toBe('ACTIVE');
    expect(made.remarks).toEqual([expect.stringContaining('from here (cannot-authenticate)')]);
    await place.close();

    await begin({ kind: 'production' }, true);
    delete process.env.ACME_SECRET;
    const error = await refused(create({ yes: true }), 'RisksNotAllowed');
    expect(error.message).toContain('unprobed-key');
    expect((await create({ yes: true, allow: ['unprobed-key'] })).key.status).toBe('ACTIVE');
  });

  it('through a chain that only the org knows is tested as far as possible without its secret', async () => {
    await begin();
    await place.write('version: 1\napiVersion: "66.0"\n');
    const made = await create();
    expect(made).toMatchObject({ key: { status: 'ACTIVE' }, probe: { outcome: 'cannot-authenticate' } });
    expect(made.remarks).toEqual([
      expect.stringContaining('the principal AcmeKms-KeyService has no credentials here'),
    ]);
  });
});

describe('The cache-only key of an org', () => {
  it('is rotated to another identifier, and replaced by Salesforce’s own only with approval', async () => {
    await begin();
    await create();
    await later(24);
    await refused(keyCreate({ config: place.config, type: 'Data' }), 'RisksNotAllowed');
    const rotate = { config: place.config, type: 'Data' };
    await refused(keyRotate(rotate), 'UsageWrong');
    await refused(keyRotate({ ...rotate, identifier: 'acme-data-1' }), 'UsageWrong');
    await refused(keyRotate({ ...rotate, material: { kind: 'generate' } }), 'UsageWrong');
    await refused(keyRotate({ ...rotate, identifier: 'acme-data-2' }), 'RisksNotAllowed');
    const rotated = await keyRotate({ ...rotate, identifier: 'acme-data-2', allow: ['key-archive'] });
    expect(rotated).toMatchObject({
      key: { version: 3, status: 'ACTIVE', source: 'REMOTE' },
      archived: { version: 2, status: 'ARCHIVED' },
      remote: { identifier: 'acme-data-2', namedCredential: 'AcmeKeys', certificate: 'AcmeByok' },
      probe: { outcome: 'proven' },
    });
    expect(await place.keys()).toEqual([
      'Data HSM ARCHIVED',
      'Data acme-data-1 ARCHIVED',
      'Data acme-data-2 ACTIVE',
    ]);
    await refused(create({ identifier: 'acme-data-2' }), 'KeyServedAlready');
  });

  it('that is DESTROYED is activated only after the key service passes the probe', async () => {
    await begin();
    await create();
    await later(24);
    await keyRotate({
      config: place.config,
      type: 'Data',
      identifier: 'acme-data-2',
      allow: ['key-archive'],
    });
    const old = { config: place.config, type: 'Data', version: 2 };
    await refused(keyActivate(old), 'CannotActivate');
    const { unreadable } = await keyDestroy({ ...old, confirm: 'Data:2' });
    expect(unreadable).toContain('until it is activated again from its key service');
    expect((await keyList({ config: place.config })).keys[1]?.note).toContain('keyway key activate');

    await place.org.setKeyService({ identifiers: { 'acme-data-1': { fault: 'emptyBody' } } });
    await refused(keyActivate({ ...old, allow: ['key-archive'] }), 'KeyServiceRefused');
    await place.org.setKeyService({});
    await refused(keyActivate(old), 'RisksNotAllowed');
    expect(await keyActivate({ ...old, allow: ['key-archive'] })).toMatchObject({
      outcome: 'activated',
      key: { version: 2, status: 'ACTIVE' },
      callout: { statusCode: 'SUCCESS' },
    });
    expect(await keyActivate(old)).toMatchObject({ outcome: 'none' });
    expect(statusCodes(await place.events())).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  });

  it("that is DESTROYED doesn't replace an uploaded one without approval", async () => {
    await begin();
    await create();
    await later(24);
    const both = ['key-archive', 'key-source-change'] as const;
    const { config } = place;
    await keyUpload({
      config,
      type: 'Data',
      certificate: 'AcmeByok',
      material: { kind: 'generate' },
      allow: both,
    });
    const old = { config, type: 'Data', version: 2 };
    await keyDestroy({ ...old, confirm: 'Data:2' });
    const error = await refused(keyActivate({ ...old, allow: ['key-archive'] }), 'RisksNotAllowed');
    expect(error.data.risks).toEqual([{ risk: 'key-source-change', names: ['Data:2'] }]);
    expect(await keyActivate({ ...old, allow: both })).toMatchObject({ outcome: 'activated' });
  });

  it("can't be exported from the org", async () => {
    await begin();
    await create();
    const seal = { kind: 'passphrase', passphrase: 'correct horse battery staple' } as const;
    const file = `${place.directory}/data-2.json`;
    await refused(
      keyExport({ config: place.config, type: 'Data', version: 2, file, seal }),
      'NothingToExport',
    );
  });

  it("that the file doesn't name is inherited from production, in a sandbox", async () => {
    await begin({ kind: 'sandbox' });
    await create();
    const [, key] = (await keyList({ config: place.config })).keys;
    expect(key?.note).toContain('inherited from production by a refresh');
  });
});

describe('A lost answer', () => {
  it('creates no second key', async () => {
    await begin();
    await place.org.setFaults([
      { kind: 'dropAnswer', request: 'POST /services/data/v66.0/sobjects/TenantSecret' },
    ]);
    expect(await keyCreate({ config: place.config, type: 'Data' })).toMatchObject({ key: { version: 2 } });
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', hsm]);
  });

  it('creates no second cache-only key', async () => {
    await begin();
    await place.org.setFaults([
      { kind: 'dropAnswer', request: 'POST /services/data/v66.0/sobjects/TenantSecret' },
    ]);
    expect(await create()).toMatchObject({ key: { version: 2, status: 'ACTIVE' } });
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data acme-data-1 ACTIVE']);
  });
});

async function assignmentOf({ org }: KeyOrg): Promise<string> {
  const { body } = await clientOf(org).query(
    "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'",
  );
  return `/services/data/v66.0/sobjects/PermissionSetAssignment/${body.records[0].Id}`;
}
