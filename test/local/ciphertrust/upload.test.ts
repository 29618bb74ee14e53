import { constants, createHash, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { cckmUploadResponse } from '../../recorded/cckm-upload.ts';
import { chainOf, deployed, settings } from '../salesforce/certificates/certificate.ts';
import { type Client, closeAll } from '../salesforce/client.ts';
import { apiOf, CONNECTION, closeCipherTrusts, curl, startWithOrg } from './started.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

/** The ids of the documents' example. */
const ORG = '00DB000000040bIMAQ';
const KEY_ID = '626fdff442284cf1ad4b9030c21bfcddb2004e1cfd2b420da7c33d7f50e78c91';

/** The documents' Example Response, except for values from the org: the version, which is the second here. */
const EXAMPLE = cckmUploadResponse;

const UPLOAD = { organization_id: ORG, type: 'Data', source_key_identifier: '123', certificate_id: '123' };

/** The form of a text, for comparing two answers: runs of digits, letters and ids each become one character. */
const formOf = (value: unknown, name = ''): unknown => {
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, formOf(inner, key)]));
  if (['name', 'source_key_name', 'secret_value', 'version'].includes(name)) return typeof value;
  return typeof value === 'string'
    ? value
        .replace(/\b(?:005|02G)[A-Za-z0-9]{15}\b/g, (id) => id.slice(0, 3))
        .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'uuid')
        .replace(/(?<=\d\.)\d+(?=Z|\+0000)/g, 'fraction')
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, 'time')
        .replace(/:\d+:/g, ':version:')
    : value;
};

const prepared = async () => {
  const joint = await startWithOrg(
    { sourceKeys: ['123'], ids: { '123': KEY_ID, AcmeByok: '123' } },
    { orgId: ORG },
  );
  const api = await apiOf(joint.cipherTrust, joint.caFile);
  expect(
    (await api.post('/v1/cckm/sfdc/add-organizations', { connection: CONNECTION, sfdc_org_id: ORG })).status,
  ).toBe(201);
  await synchronize(api, 'certificates');
  return { ...joint, api };
};

const synchronize = async (api: Awaited<ReturnType<typeof apiOf>>, kind: 'keys' | 'certificates') => {
  const jobs = `/v1/cckm/sfdc/${kind}/synchronization-jobs`;
  const { body: job } = await api.post(jobs, { synchronize_all: true });
  let status = job.overall_status;
  while (status === 'in_progress') status = (await api.get(`${jobs}/${job.id}`)).body.overall_status;
  expect(status).toBe('completed');
};

/** A secret that the customer uploads directly to the org, without CipherTrust. */
const uploadElsewhere = async (client: Client): Promise<void> => {
  const secret = randomBytes(32);
  const key = new X509Certificate(await chainOf(client)).publicKey;
  const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, secret);
  const { status } = await client.rest('POST', '/services/data/v66.0/sobjects/TenantSecret', {
    Type: 'Data',
    SecretValue: wrapped.toString('base64'),
    SecretValueHash: createHash('sha256').update(secret).digest('base64'),
    SecretValueCertificate: 'AcmeByok',
  });
  expect(status).toBe(201);
};

describe('the request of the documents (thales-cckm-upload-tenant-secret.txt)', () => {
  it('gets the documents’ answer with curl, and the org a tenant secret', async () => {
    const { cipherTrust, caFile, client, api } = await prepared();
    // Unchanged except for the host, the token, and --cacert instead of -k.
    const { status, body } = await curl(caFile, [
      `${cipherTrust.url}/api/v1/cckm/sfdc/keys/upload`,
      '-H',
      `Authorization: Bearer ${api.jwt}`,
      '-H',
      'Content-Type: application/json',
      '--data-binary',
      '{\n  "organization_id": "00DB000000040bIMAQ",\n  "type": "Data",\n  "source_key_tier": "local",\n  "source_key_identifier": "123",\n  "certificate_id": "123",\n  "key_derivation_mode": "PBKDF2"\n}',
      '--compressed',
    ]);
    expect(formOf(body)).toEqual(formOf(EXAMPLE));
    expect(Object.keys(body['byok response'].sfdc_params)).toEqual(
      Object.keys(EXAMPLE['byok response'].sfdc_params),
    );
    expect(status).toBe(201);
    const { body: rows } = await client.query(
      'SELECT Id, Status, Source, Version FROM TenantSecret ORDER BY Version',
    );
    expect(rows.records).toMatchObject([
      { Status: 'ARCHIVED', Source: 'HSM' },
      {
        Id: body['byok response'].sfdc_params.salesforce_id,
        Status: 'ACTIVE',
        Source: 'UPLOADED',
        Version: 2,
      },
    ]);
  });

  it("a key that is read later has the same fields, and those that it didn't create are distinguished from Salesforce’s own", async () => {
    const { client, api } = await prepared();
    const { body: made } = await api.post('/v1/cckm/sfdc/keys/upload', UPLOAD);
    const { id } = made['byok response'];
    expect(formOf((await api.get(`/v1/cckm/sfdc/keys/${id}`)).body)).toEqual(
      formOf(EXAMPLE['byok response']),
    );
    await client.org.setTime(Date.now() + 25 * 60 * 60 * 1000);
    await uploadElsewhere(client);
    await synchronize(api, 'keys');
    const { resources } = (await api.get(`/v1/cckm/sfdc/keys?organization_id=${ORG}`)).body;
    const shown = resources.map(
      ({ key_type, sfdc_params, tenant_secret_backup, key_upload_params }: never) => [
        key_type,
        (sfdc_params as { source: string }).source,
        tenant_secret_backup !== undefined,
        key_upload_params !== undefined,
      ],
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        ['native', 'HSM', false, false],
        ['byok', 'HSM', true, true],
        ['byok', 'HSM', false, false],
      ]),
    );
    expect(shown).toHaveLength(3);
  });

  it('without derivation shows the source that was sent', async () => {
    const { client, api } = await prepared();
    await deployed(client, settings({ enableCacheOnlyKeys: true, canOptOutOfDerivationWithBYOK: true }));
    const { body } = await api.post('/v1/cckm/sfdc/keys/upload', { ...UPLOAD, key_derivation_mode: 'NONE' });
    expect(body['byok response'].sfdc_params).toMatchObject({ source: 'Uploaded', status: 'ACTIVE' });
  });
});
