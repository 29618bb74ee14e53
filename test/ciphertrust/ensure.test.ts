import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ensureCertificate } from '../../src/ciphertrust/certificates.ts';
import { openCipherTrust } from '../../src/ciphertrust/connection.ts';
import { endpointAddress, getEndpoint } from '../../src/ciphertrust/endpoints.ts';
import { ensureEndpoint, ensureOrganization } from '../../src/ciphertrust/ensure.ts';
import { type Upload, uploadKey } from '../../src/ciphertrust/upload.ts';
import { CONNECTION, closeCipherTrusts, PASSWORD } from '../local/ciphertrust/started.ts';
import { closeAll } from '../local/salesforce/client.ts';
import { ORG, secretsIn, startBare } from '../operations/cckm/joint.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

const start = async () => {
  const ready = await startBare({ sourceKeys: ['acme-search'] }, { orgId: ORG });
  const cckm = openCipherTrust({
    url: ready.cipherTrust.url,
    ca: readFileSync(ready.caFile, 'utf8'),
    login: () => ({ username: 'admin', password: PASSWORD }),
  });
  return { ...ready, cckm, url: `${ready.cipherTrust.url}/kmaas/byok/${ORG}` };
};

const login = { username: 'salesforce', password: 'Endpoint-password-51' };

describe('what a key needs', () => {
  it('is created if missing, and found if it exists', async () => {
    const { cckm, url } = await start();
    const { value: organization, outcome } = await ensureOrganization(cckm, {
      connection: CONNECTION,
      orgId: ORG,
    });
    expect(outcome).toBe('made');
    const endpoint = { organization, name: 'AcmeKeys', address: endpointAddress(url), login };
    expect((await ensureEndpoint(cckm, endpoint)).outcome).toBe('made');
    // Its certificate is known only after a synchronization, which this call makes.
    const { id: certificateId } = await ensureCertificate(cckm, organization, 'AcmeByok');
    const upload: Upload = {
      ...{ kind: 'upload', type: 'SearchIndex', sourceKey: 'acme-search' },
      ...{ organization, certificateId },
    };
    expect(await uploadKey(cckm, upload)).toMatchObject({ outcome: 'uploaded', key: { status: 'ACTIVE' } });
    expect(await uploadKey(cckm, upload)).toMatchObject({ outcome: 'there' });

    expect((await ensureOrganization(cckm, { connection: CONNECTION })).outcome).toBe('there');
    const again = await ensureEndpoint(cckm, endpoint, { renew: true });
    expect(again.outcome).toBe('there');
    expect(await getEndpoint(cckm, again.value.id)).toMatchObject({
      name: 'AcmeKeys',
      username: 'salesforce',
    });
  });

  it("reports a connection that reaches another org, and an endpoint that doesn't exist", async () => {
    const ready = await start();
    const { cckm } = ready;
    await expect(
      ensureOrganization(cckm, { connection: CONNECTION, orgId: '00DB000000040bZMAQ' }),
    ).rejects.toMatchObject({ code: 'OrganizationUnknown' });
    const { value: organization } = await ensureOrganization(cckm, { connection: CONNECTION });
    const address = endpointAddress(`${ready.cipherTrust.url}/api/v1/cckm/sfdc/endpoints/gone/keys`);
    await expect(
      ensureEndpoint(cckm, { organization, name: 'AcmeKeys', address, login }),
    ).rejects.toMatchObject({
      code: 'EndpointUnknown',
    });
    expect(await secretsIn(ready)).toHaveLength(1);
  });
});
