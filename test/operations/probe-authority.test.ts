import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { credentialSet } from '../../src/operations/credential.ts';
import { keyActivate } from '../../src/operations/key/activate.ts';
import { keyList } from '../../src/operations/key/list.ts';
import { closeCipherTrusts } from '../local/ciphertrust/started.ts';
import { type CipherTrustOrg, cipherTrustOrg } from './ciphertrust-org.ts';

/*
 * A key of CipherTrust whose endpoint has a certificate of a private authority that the local org trusts. The file
 * refers to the endpoint by `${cipherTrust:endpoint}`; only the org knows its URL.
 */

let place: CipherTrustOrg;
beforeEach(async () => {
  place = await cipherTrustOrg();
  await place.put({ secrets: '' });
  await place.deploy();
});
afterEach(async () => {
  await place.close();
  await closeCipherTrusts();
});

const dataKey = async () => {
  const { keys } = await keyList({ config: place.config });
  const found = keys.find(({ remote }) => remote !== undefined);
  if (!found) throw new Error('no remote key');
  return found;
};

describe('A key behind an endpoint of CipherTrust', () => {
  it("is probed at the org's URL, and proven, before it is activated", async () => {
    place.cipherTrust.setFaults([{ on: 'GET /v1/cckm/sfdc/endpoints/', do: 'answer', status: 503 }]);
    await place.org.flushKeyCache();
    const { type, version, status } = await dataKey();
    expect(status).toBe('DESTROYED');
    place.cipherTrust.setFaults([]);
    const activated = await keyActivate({ config: place.config, type, version });
    expect(activated).toMatchObject({ outcome: 'activated', probe: { outcome: 'proven' }, remarks: [] });
    expect(activated.probe?.url).not.toContain('ciphertrust.invalid');
  });

  it('is probed with the authority that the org trusts before its secret is replaced', async () => {
    expect(
      await credentialSet({ config: place.config, name: 'AcmeCckm-Org', allow: ['key-path'] }),
    ).toMatchObject({ outcome: 'replaced', remarks: [] });
    expect((await dataKey()).status).toBe('ACTIVE');
  });
});
