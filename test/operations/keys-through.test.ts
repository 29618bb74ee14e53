import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Session } from '../../src/kinds/session.ts';
import { credentialDelete, credentialSet } from '../../src/operations/credential.ts';
import { externalCredentialDelete, externalCredentialPut } from '../../src/operations/external-credential.ts';
import { proveCredential } from '../../src/operations/find-keys-through.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { credentialText, type KeyOrg, keyOrg, statusCodes } from './key-org.ts';

/*
 * Manual changes under a live key. The org of these tests doesn't cache keys, so one that can't be fetched, even
 * for a moment, is DESTROYED.
 */

let place: KeyOrg;
beforeEach(async () => {
  place = await keyOrg({ seed: { keyCacheHours: 0 } });
});
afterEach(() => place.close());

const name = 'AcmeKms-KeyService';
const live = 'Data acme-data-1 (ACTIVE, version 2)';

const expectKeyFetched = async () => {
  expect(new Set(statusCodes(await place.events()))).toEqual(new Set(['SUCCESS']));
  expect(await place.keys()).toContain('Data acme-data-1 ACTIVE');
};

describe('The secret that a live key is fetched with', () => {
  it("is tested before the org has it: one that the key service refuses isn't stored, even with approval", async () => {
    await place.deploy();
    await expect(
      credentialSet({
        config: place.config,
        name,
        values: { clientSecret: 'not-the-one' },
        allow: ['key-path'],
      }),
    ).rejects.toMatchObject({
      code: 'KeyServiceRefused',
      message: expect.stringMatching(/AUTHENTICATION_FAILURE_RESPONSE(?!.*not-the-one)/),
    });
    await expectKeyFetched();
  });

  it('has the risk key-path, and is stored with approval', async () => {
    await place.deploy();
    const set = { config: place.config, name };
    await expect(credentialSet(set)).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'key-path', names: [name] }] },
    });
    expect(await credentialSet({ ...set, allow: ['key-path'] })).toMatchObject({
      outcome: 'replaced',
      remarks: [],
    });
    await expectKeyFetched();
  });

  it('is tested through the named credential of the org, not of the file', async () => {
    await place.deploy();
    await place.put({ url: 'http://127.0.0.1:1/elsewhere' });
    expect(await credentialSet({ config: place.config, name, allow: ['key-path'] })).toMatchObject({
      outcome: 'replaced',
    });
    await expectKeyFetched();
  });

  it('is never deleted', async () => {
    await place.deploy();
    await expect(credentialDelete({ config: place.config, name, yes: true })).rejects.toMatchObject({
      code: 'KeyCutOff',
      data: { keys: [{ name: live }] },
    });
    await expectKeyFetched();
  });

  it('is replaced with a remark if the org shows no tenant secrets', async () => {
    const state = { components: new Map(), assignments: [], users: [], credentials: new Map() };
    const keys = { secrets: undefined, components: new Map() };
    expect(
      await proveCredential({} as Session, { keys: [], state: { ...state, keys } }, name, new Map()),
    ).toEqual({
      risks: [],
      remarks: [expect.stringContaining("keyway can't tell whether a live key is fetched with this secret")],
    });
  });

  it('needs no approval if no key is fetched with it', async () => {
    await place.put({ keys: '' });
    await place.deploy();
    expect(await credentialSet({ config: place.config, name })).toMatchObject({ outcome: 'replaced' });
    expect(await credentialDelete({ config: place.config, name, yes: true })).toMatchObject({
      outcome: 'deleted',
    });
  });
});

describe('The external credential that a live key is fetched through', () => {
  it("can't be replaced or deleted outside a deploy", async () => {
    await place.deploy();
    const cutOff = { code: 'KeyCutOff', data: { keys: [{ name: live }] } };
    await place.put({ tokenUrl: 'https://idp.acme.example/other' });
    const options = { config: place.config, name: 'AcmeKms', yes: true };
    await expect(externalCredentialPut(options)).rejects.toMatchObject(cutOff);
    await expect(externalCredentialDelete(options)).rejects.toMatchObject(cutOff);
    await expectKeyFetched();
  });

  it('can get another label', async () => {
    await place.deploy();
    await place.write(place.text().replace('label: Acme KMS', 'label: Acme renamed'));
    expect(await externalCredentialPut({ config: place.config, name: 'AcmeKms' })).toMatchObject({
      outcome: 'replaced',
      fields: [{ path: 'masterLabel' }],
    });
    await expectKeyFetched();
  });
});

describe('A switch to another external credential', () => {
  it('is reverted by a rollback in the same way: the old chain still exists', async () => {
    await place.deploy();
    const other = {
      credentials: `  OtherKms: ${credentialText()}`,
      externalCredential: 'OtherKms',
      granted: '[OtherKms-KeyService]',
    };
    const allow = ['key-path', 'permission-set-overwrite'] as const;
    await place.put(other);
    await place.deploy({ allow });
    const { changes } = await rollback({ config: place.config, allow });
    expect(changes).toMatchObject([{ name: 'AcmeKeys' }, { name: 'AcmeKeyAccess' }]);
    await expectKeyFetched();
    await place.put();
    expect(await place.deploy({ dryRun: true })).toMatchObject({ changes: [] });
  });

  it('is tested again before the switch, and not made if the key service fails meanwhile', async () => {
    await place.deploy();
    await place.put({
      credentials: `  OtherKms: ${credentialText()}`,
      externalCredential: 'OtherKms',
      granted: '[OtherKms-KeyService]',
    });
    const named = async () => (await place.retrieved())['namedCredentials/AcmeKeys.namedCredential'];
    const before = await named();
    expect(before).toContain('<externalCredential>AcmeKms</externalCredential>');
    const progress = {
      line: () => {},
      stage: async <T>(title: string, run: (update: (text: string) => void) => Promise<T>) => {
        const result = await run(() => {});
        if (title === 'Credentials')
          await place.org.setKeyService({ all: { fault: 'wrongKidInJson', times: 1 } });
        return result;
      },
    };
    await expect(
      place.deploy({ allow: ['key-path', 'permission-set-overwrite'], progress }),
    ).rejects.toMatchObject({
      code: 'KeyServiceRefused',
      message: expect.stringContaining('INCORRECT_KEYID_IN_JSON'),
    });
    expect(await named()).toBe(before);
  });
});
