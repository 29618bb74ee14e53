import { afterEach, describe, expect, it } from '@jest/globals';
import { secretFromCipherTrust } from '../../../src/ciphertrust/key-origin.ts';
import { keyAnswer } from '../../../src/ciphertrust/keys.ts';
import type { UploadType } from '../../../src/ciphertrust/upload.ts';
import { originOf } from '../../../src/keys/life-cycle.ts';
import { cckmUpload } from '../../../src/operations/cckm/upload.ts';
import { apiOf, closeCipherTrusts, curl } from '../../local/ciphertrust/started.ts';
import { closeAll, startOrg } from '../../local/salesforce/client.ts';
import { ORG, orgEnv, type Ready, SOURCE_KEY_ID, secretsIn, startReady } from './joint.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

const BODY =
  '{\n  "organization_id": "00DB000000040bIMAQ",\n  "type": "Data",\n  "source_key_tier": "local",\n  "source_key_identifier": "123",\n  "certificate_id": "123",\n  "key_derivation_mode": "PBKDF2"\n}';
const UPLOAD = [
  'cckm',
  'upload',
  '--organization',
  ORG,
  '--type',
  'Data',
  '--key',
  '123',
  '--certificate',
  '123',
];

const upload = (type: UploadType, key: string) => ({
  organization: ORG,
  type,
  key,
  certificate: 'AcmeByok',
});

const uploads = ({ cipherTrust }: Ready) =>
  cipherTrust.requests.filter(({ path }) => path.endsWith('/keys/upload'));

/** The documents' own call, with --cacert instead of -k (thales-cckm-upload-tenant-secret.txt, Example Request). */
const uploadWithCurl = async ({ cipherTrust, caFile }: Ready) => {
  const { jwt } = await apiOf(cipherTrust, caFile);
  const token = ['-H', `Authorization: Bearer ${jwt}`, '-H', 'Content-Type: application/json'];
  const url = `${cipherTrust.url}/api/v1/cckm/sfdc/keys/upload`;
  return curl(caFile, [url, ...token, '--data-binary', BODY, '--compressed']);
};

describe('cckm upload', () => {
  it('makes the same call as the documents’ curl, and gets the same answer', async () => {
    const first = await startReady();
    const answer = (await uploadWithCurl(first)).body['byok response'];
    const second = await startReady();
    const { result } = await second.keyway.json([...UPLOAD, ...second.at, '--yes']);

    expect(uploads(second)).toEqual(uploads(first));
    expect(uploads(second)).toEqual([{ method: 'POST', path: '/api/v1/cckm/sfdc/keys/upload', body: BODY }]);
    expect(result.key).toMatchObject({
      orgId: answer.sfdc_organization_id,
      keyType: answer.key_type,
      name: answer.name,
      type: answer.sfdc_params.type,
      status: answer.sfdc_params.status,
      version: answer.sfdc_params.version,
      source: answer.sfdc_params.source,
      sourceKey: { tier: 'local', id: answer.key_upload_params.source_key_id, name: '123' },
      error: '',
    });
    expect(result.key.sourceKey.id).toBe(SOURCE_KEY_ID);
    expect(await secretsIn(second)).toMatchObject([
      { Source: 'HSM', Status: 'ARCHIVED' },
      { Id: result.key.salesforceId, Source: 'UPLOADED', Status: 'ACTIVE', Version: 2 },
    ]);
  });

  it('announces what it does, reads it back in the org, and does nothing in a second run', async () => {
    const ready = await startReady();
    const { keyway, at } = ready;
    const { stdout, status } = await keyway([...UPLOAD, ...at, '--yes'], orgEnv(ready));
    expect(status).toBe(0);
    expect(stdout).toContain(`+ Key  Data, BYOK: 123 (local) →`);
    expect(stdout).toContain('archives version 1 (HSM)');
    expect(stdout).toContain('version 2, ACTIVE, UPLOADED');

    const again = await keyway.json([...UPLOAD, ...at], orgEnv(ready));
    expect(again.result).toMatchObject({
      outcome: 'there',
      there: true,
      org: { id: ORG, tenantSecret: { version: 2, status: 'ACTIVE', source: 'UPLOADED' } },
    });
    expect(uploads(ready)).toHaveLength(1);
    expect(await secretsIn(ready)).toHaveLength(2);
  });

  it('sends nothing without a confirmation', async () => {
    const ready = await startReady();
    await expect(cckmUpload({ ...ready.place, ...upload('Data', '123') })).rejects.toMatchObject({
      code: 'NotConfirmed',
      actions: ['Nothing was changed. To continue, pass --yes.'],
    });
    expect(uploads(ready)).toEqual([]);
  });

  it('needs separate approval before it archives the customer’s own key', async () => {
    const ready = await startReady({ sourceKeys: ['123', 'next'] });
    const { place } = ready;
    const first = await cckmUpload({ ...place, ...upload('Data', '123'), yes: true });
    expect(first.archives).toEqual({ version: 1, source: 'HSM' });
    await expect(cckmUpload({ ...place, ...upload('Data', 'next'), yes: true })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining('key-archive: Data, version 2'),
    });
    expect(uploads(ready)).toHaveLength(1);
  });

  it('asks before it archives a key that CipherTrust lists as the customer’s, whatever source the org shows', async () => {
    const ready = await startReady({ sourceKeys: ['123', 'next'] });
    const { body } = await ready.client.query("SELECT Id FROM TenantSecret WHERE Status = 'ACTIVE'");
    const list = (key_type: string, source: string | null) =>
      ready.cipherTrust.setFaults([
        {
          on: 'GET /v1/cckm/sfdc/keys',
          do: 'answer',
          status: 200,
          body: {
            total: 1,
            resources: [documentedKey({ key_type, source, salesforce_id: body.records[0].Id })],
          },
        },
      ]);
    Object.assign(process.env, orgEnv(ready));
    try {
      const next = { ...ready.place, ...upload('Data', 'next') };
      for (const [type, source] of [
        ['byok', 'HSM'],
        ['byok', null],
        ['native', null],
        ['other', 'HSM'],
      ] as const) {
        list(type, source);
        await expect(cckmUpload({ ...next, yes: true })).rejects.toMatchObject({
          code: 'RisksNotAllowed',
          message: expect.stringContaining('key-archive: Data, version 1'),
        });
      }
      list('native', 'HSM');
      await expect(cckmUpload(next)).rejects.toMatchObject({ code: 'NotConfirmed' });
    } finally {
      for (const name of Object.keys(orgEnv(ready))) delete process.env[name];
    }
    expect(uploads(ready)).toEqual([]);
  });

  it.each([
    ['byok', 'HSM', 'UPLOADED'],
    ['byok', 'UPLOADED', 'UPLOADED'],
    ['byok', null, 'unknown'],
    ['cache_only', 'REMOTE', 'REMOTE'],
    ['native', 'HSM', 'HSM'],
    ['native', 'UPLOADED', 'UPLOADED'],
    ['', 'HSM', 'UPLOADED'],
  ])('a key of type %j and source %j comes from %s', (key_type, source, origin) => {
    const key = keyAnswer.parse({ key: documentedKey({ key_type, source }) });
    expect(originOf(secretFromCipherTrust(key))).toBe(origin);
  });

  it('wraps root keys in their own form: SearchIndex becomes ACTIVE', async () => {
    const ready = await startReady();
    await cckmUpload({ ...ready.place, ...upload('SearchIndex', '123'), yes: true });
    expect(await secretsIn(ready)).toMatchObject([
      { Type: 'Data', Status: 'ACTIVE' },
      { Type: 'SearchIndex', Status: 'ACTIVE', Source: 'UPLOADED' },
    ]);
  });

  it("refuses an org that isn't the organization’s, before anything is sent", async () => {
    const ready = await startReady();
    const other = await startOrg({ seed: { orgId: '00DB000000040bJMAQ' } });
    const answer = await ready.keyway.json([...UPLOAD, ...ready.at, '--yes'], orgEnv({ client: other }));
    expect(answer).toMatchObject({ status: 1, name: 'OrgDiffers' });
    expect(uploads(ready)).toEqual([]);
  });

  it('accepts exactly the enum values of the call', async () => {
    const ready = await startReady({ sourceKeys: ['123', { name: 'in-hsm', tier: 'hsm-luna' }] });
    const { place } = ready;
    const wanted = upload('Analytics', 'in-hsm');
    for (const wrong of [{ type: 'Database' }, { tier: 'cloud' }, { derivation: 'none' }] as object[])
      await expect(cckmUpload({ ...place, ...wanted, ...wrong, yes: true })).rejects.toMatchObject({
        code: 'UploadInvalid',
      });
    const { key } = await cckmUpload({ ...place, ...wanted, tier: 'hsm-luna', yes: true });
    expect(key).toMatchObject({ type: 'Analytics', status: 'ACTIVE', sourceKey: { tier: 'hsm-luna' } });
    const { stderr, status } = await ready.keyway([...UPLOAD, ...ready.at, '--tier', 'cloud']);
    expect(status).toBe(1);
    expect(stderr).toContain('cloud');
  });
});

/** The key object in CipherTrust's documentation of an upload's answer. */
function documentedKey({
  key_type = 'byok',
  source = 'HSM' as string | null,
  salesforce_id = '02GB0000000HYQOMA4',
}) {
  return {
    id: 'a2c9f01e-48fd-4a82-bf40-918e581b3255',
    createdAt: '2021-07-03T20:32:31.526936169Z',
    name: 'IsaTS',
    sfdc_organization_id: ORG,
    key_type,
    error_msg: '',
    sfdc_params: { salesforce_id, version: 2112, status: 'ACTIVE', source, type: 'Data' },
  };
}
