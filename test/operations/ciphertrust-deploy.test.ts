import { afterEach, describe, expect, it } from '@jest/globals';
import { closeCipherTrusts } from '../local/ciphertrust/started.ts';
import { type CipherTrustOrg, cipherTrustOrg } from './ciphertrust-org.ts';

let place: CipherTrustOrg;
afterEach(async () => {
  await place.close();
  await closeCipherTrusts();
});

const named = (changes: readonly { readonly type: string; readonly name: string }[]) =>
  changes.map(({ type, name }) => `${type} ${name}`);

describe('One deploy on two empty servers', () => {
  it('creates a BYOK SearchIndex secret and a cache-only Data key, and a second one changes nothing', async () => {
    place = await cipherTrustOrg();
    const { org, changes, keys, checks } = await place.deploy();
    expect(named(changes)).toEqual([
      `CipherTrustOrganization ${org.id}`,
      `CipherTrustEndpoint keyway-${org.id.slice(0, 15)}`,
      'Certificate AcmeByok',
      'Settings EncryptionKey',
      'ExternalCredential AcmeCckm',
      'NamedCredential AcmeCckm',
      'PermissionSet AcmeKeyAccess',
      'Credential AcmeCckm-Org',
      'Assignment AcmeKeyAccess → autoproc',
      'CipherTrustCertificate AcmeByok',
      'Key AcmeSearchIndex',
      'Key AcmeDataKey',
    ]);
    expect(keys).toMatchObject([
      { name: 'AcmeSearchIndex', outcome: 'inserted', type: 'SearchIndex', status: 'ACTIVE' },
      { name: 'AcmeDataKey', outcome: 'inserted', type: 'Data', status: 'ACTIVE' },
    ]);
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(await place.keys()).toEqual([
      'Data HSM ARCHIVED',
      'SearchIndex UPLOADED ACTIVE',
      'Data REMOTE ACTIVE',
    ]);

    const told = place.changes().length;
    const again = await place.deploy();
    expect(again).toMatchObject({ changes: [], deploy: null, keys: [] });
    expect(again.checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(place.changes()).toHaveLength(told);
  });
});
