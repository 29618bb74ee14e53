import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ensureCertificate } from '../../src/cckm/certificates.ts';
import { cckmChanges, readState, type WantedKey } from '../../src/cckm/compare.ts';
import { openCipherTrust } from '../../src/cckm/connection.ts';
import { endpointAddress, getEndpoint } from '../../src/cckm/endpoints.ts';
import { ensureEndpoint, ensureOrganization } from '../../src/cckm/ensure.ts';
import { type Upload, uploadKey } from '../../src/cckm/upload.ts';
import { tenantSecret } from '../../src/config/schema/cipher-trust.ts';
import { CONNECTION, closeCipherTrusts, PASSWORD } from '../local-ciphertrust/started.ts';
import { closeAll } from '../local-org/client.ts';
import { ORG, secretsIn, startBare } from './joint.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

const start = async () => {
  const ready = await startBare({ sourceKeys: ['acme-search', 'acme-data'] }, { orgId: ORG });
  const cipherTrust = openCipherTrust({
    url: ready.cipherTrust.url,
    ca: readFileSync(ready.caFile, 'utf8'),
    login: () => ({ username: 'admin', password: PASSWORD }),
  });
  const url = `${ready.cipherTrust.url}/kmaas/byok/${ORG}`;
  const wanted: readonly WantedKey[] = [
    {
      ...{ name: 'AcmeSearch', kind: 'upload', type: 'SearchIndex' },
      ...{ sourceKey: 'acme-search', certificate: 'AcmeByok' },
    },
    {
      ...{ name: 'AcmeData', kind: 'cache-only', type: 'Data' },
      ...{ sourceKey: 'acme-data', certificate: 'AcmeByok', namedCredential: { name: 'AcmeKeys', url } },
    },
  ];
  return { ...ready, client: ready.client, cckm: cipherTrust, url, wanted };
};

describe('what is to be done in CipherTrust', () => {
  it('is all of it where there is nothing, and nothing when it is done', async () => {
    const { cckm, wanted, url } = await start();
    expect(cckmChanges(ORG, wanted, await readState(cckm, ORG)).map(({ step }) => step)).toEqual([
      'organization',
      'endpoint',
      'upload',
      'upload',
    ]);
    const { value: organization, outcome } = await ensureOrganization(cckm, {
      connection: CONNECTION,
      orgId: ORG,
    });
    expect(outcome).toBe('made');
    const login = { username: 'salesforce', password: 'Endpoint-password-51' };
    const endpoint = { organization, name: 'AcmeKeys', address: endpointAddress(url), login };
    expect((await ensureEndpoint(cckm, endpoint)).outcome).toBe('made');
    // Its certificate is known only after a synchronization, which is made in passing.
    const certificate = await ensureCertificate(cckm, organization, 'AcmeByok');
    const [search] = wanted;
    const upload: Upload = {
      ...{ kind: 'upload', type: 'SearchIndex', sourceKey: String(search?.sourceKey) },
      ...{ organization, certificateId: certificate.id },
    };
    expect((await uploadKey(cckm, upload)).outcome).toBe('uploaded');
    const state = await readState(cckm, ORG);
    expect(cckmChanges(ORG, wanted, state)).toEqual([{ step: 'upload', wanted: wanted[1] }]);
    expect(cckmChanges(ORG, wanted.slice(0, 1), state)).toEqual([]);
    expect((await ensureOrganization(cckm, { connection: CONNECTION })).outcome).toBe('there');
    const again = await ensureEndpoint(cckm, endpoint, { renew: true });
    expect(again.outcome).toBe('there');
    expect(await getEndpoint(cckm, again.value.id)).toMatchObject({
      name: 'AcmeKeys',
      username: 'salesforce',
    });
  });

  it('cannot be done with a key that was used before, but for a cache-only key that can be activated', async () => {
    const { cckm, wanted } = await start();
    const state = await readState(cckm, ORG);
    const key = (type: string, status: string, identifier: string | undefined, name: string) => ({
      ...{ id: 'k', name, orgId: ORG, keyType: 'x', type, version: 2, status, source: '', salesforceId: '' },
      ...{ hash: undefined, sourceKey: { tier: 'local', id: 'i', name }, identifier, backup: undefined },
      ...{ error: '', createdAt: '' },
    });
    const keys = [
      key('SearchIndex', 'ARCHIVED', undefined, 'acme-search'),
      key('Data', 'DESTROYED', 'kid', 'acme-data'),
    ];
    const steps = cckmChanges(ORG, wanted, { ...state, keys }).map(({ step }) => step);
    expect(steps).toEqual(['organization', 'endpoint', 'impossible', 'activate']);
  });

  it('names a connection that reaches another org, and an endpoint that is not there', async () => {
    const ready = await start();
    const { cckm } = ready;
    await expect(
      ensureOrganization(cckm, { connection: CONNECTION, orgId: '00DB000000040bZMAQ' }),
    ).rejects.toMatchObject({ code: 'OrganizationUnknown' });
    const { value: organization } = await ensureOrganization(cckm, { connection: CONNECTION });
    const address = endpointAddress(`${ready.cipherTrust.url}/api/v1/cckm/sfdc/endpoints/gone/keys`);
    const login = { username: 'u', password: 'p' };
    await expect(
      ensureEndpoint(cckm, { organization, name: 'AcmeKeys', address, login }),
    ).rejects.toMatchObject({
      code: 'EndpointUnknown',
    });
    expect(await secretsIn(ready)).toHaveLength(1);
  });
});

describe('tenantSecrets', () => {
  it('have the parameters of the upload call', () => {
    const whole = {
      ...{ type: 'SearchIndex', source: 'cipherTrust', key: 'acme-search', tier: 'hsm-luna' },
      ...{ certificate: 'AcmeByok', derivation: 'NONE' },
    };
    expect(tenantSecret.safeParse(whole).success).toBe(true);
    for (const wrong of [
      { type: 'Database' },
      { source: 'hsm' },
      { tier: 'cloud' },
      { derivation: 'SHA' },
      { x: 1 },
    ])
      expect(tenantSecret.safeParse({ ...whole, ...wrong }).success).toBe(false);
  });
});
