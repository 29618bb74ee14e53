import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../salesforce/client.ts';
import { apiOf, CONNECTION, closeCipherTrusts, curl, startJoint } from './started.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

/** The ids of the documents' example. */
const ORG = '00DB000000040bIMAQ';
const KEY_ID = '626fdff442284cf1ad4b9030c21bfcddb2004e1cfd2b420da7c33d7f50e78c91';

const prepared = async () => {
  const joint = await startJoint(
    { sourceKeys: ['123'], ids: { '123': KEY_ID, AcmeByok: '123' } },
    { orgId: ORG },
  );
  const api = await apiOf(joint.cipherTrust, joint.caFile);
  expect(
    (await api.post('/v1/cckm/sfdc/add-organizations', { connection: CONNECTION, sfdc_org_id: ORG })).status,
  ).toBe(201);
  const { body: job } = await api.post('/v1/cckm/sfdc/certificates/synchronization-jobs', {
    synchronize_all: true,
  });
  let status = job.overall_status;
  while (status === 'in_progress')
    status = (await api.get(`/v1/cckm/sfdc/certificates/synchronization-jobs/${job.id}`)).body.overall_status;
  expect(status).toBe('completed');
  return { ...joint, api };
};

describe('the request of the documents (thales-cckm-upload-tenant-secret.txt)', () => {
  it('sent with curl gets the documents’ answer, and the org a tenant secret', async () => {
    const { cipherTrust, caFile, client, api } = await prepared();
    // As it stands there, but for the host, the token, and --cacert in place of -k.
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
    expect(body).toMatchObject({
      'byok response': {
        cloud_name: 'sfdc',
        account: 'kylo:kylo:admin:accounts:kylo',
        sfdc_organization_id: ORG,
        key_type: 'byok',
        error_msg: '',
        sfdc_params: {
          status: 'ACTIVE',
          type: 'Data',
          version: 2,
          salesforce_id: expect.stringMatching(/^02G/),
        },
        tenant_secret_backup: { backup_key_tier: 'local' },
        key_upload_params: { source_key_tier: 'local', source_key_id: KEY_ID, source_key_name: '123' },
      },
    });
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
});
