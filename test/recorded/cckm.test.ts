import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { openCipherTrust } from '../../src/ciphertrust/connection.ts';
import { createEndpoint } from '../../src/ciphertrust/endpoints.ts';
import { listNamedCredentials } from '../../src/ciphertrust/named-credentials.ts';
import { addOrganization } from '../../src/ciphertrust/organizations.ts';
import { uploadKey } from '../../src/ciphertrust/upload.ts';
import { issueServerCertificate, makeAuthority } from '../../src/local/ciphertrust/certificates.ts';
import { cckmUploadResponse } from './cckm-upload.ts';

/*
 * CipherTrust Manager, CCKM, Salesforce APIs: the pages' examples. The first, from "Uploading Salesforce Tenant
 * Secrets", has an Example Request and an Example Response.
 */

const REQUEST =
  '{\n  "organization_id": "00DB000000040bIMAQ",\n  "type": "Data",\n  "source_key_tier": "local",\n  "source_key_identifier": "123",\n  "certificate_id": "123",\n  "key_derivation_mode": "PBKDF2"\n}';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanups.splice(0)) await end();
});

/** A server that answers like the pages and records its requests. */
async function recorded(more: Readonly<Record<string, unknown>> = {}) {
  const validity = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 3_600_000 };
  const authority = makeAuthority(validity);
  const { certificate: cert, privateKey: key } = issueServerCertificate(authority, ['127.0.0.1'], validity);
  const received: { readonly call: string; readonly body: string; readonly authorization: string }[] = [];
  const server = createServer({ cert, key }, async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const call = `${incoming.method} ${incoming.url?.replace(/\?.*/, '')}`;
    received.push({ call, body, authorization: incoming.headers.authorization ?? '' });
    const answers: Readonly<Record<string, unknown>> = {
      'POST /api/v1/auth/tokens/': { jwt: 'recorded.jwt', duration: 300 },
      'POST /api/v1/cckm/sfdc/keys/upload': cckmUploadResponse,
      ...more,
    };
    const answer = answers[call] ?? { skip: 0, limit: 100, total: 0, resources: [] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cipherTrust = openCipherTrust({
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.certificate,
    login: () => ({ username: 'admin', password: 'recorded' }),
  });
  cleanups.push(
    () => cipherTrust.close(),
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  return { cipherTrust, received };
}

const organization = (id: string) => ({
  id,
  orgId: '00DB000000040bIMAQ',
  name: 'Acme',
  connection: 'sfdc-connection',
  type: 'Regular',
});

it("keyway sends the page's request, byte by byte, and reads each field of its answer", async () => {
  const { cipherTrust, received } = await recorded();
  const { key, outcome } = await uploadKey(cipherTrust, {
    kind: 'upload',
    organization: organization('e1b1f0a4-0000-4000-8000-000000000000'),
    type: 'Data',
    sourceKey: '123',
    certificateId: '123',
  });
  const sent = received.find(({ call }) => call === 'POST /api/v1/cckm/sfdc/keys/upload');
  expect(sent).toEqual({
    call: 'POST /api/v1/cckm/sfdc/keys/upload',
    body: REQUEST,
    authorization: 'Bearer recorded.jwt',
  });
  expect(outcome).toBe('uploaded');
  expect(key).toEqual({
    id: 'a2c9f01e-48fd-4a82-bf40-918e581b3255',
    name: 'IsaTS',
    orgId: '00DB000000040bIMAQ',
    keyType: 'byok',
    type: 'Data',
    version: 2112,
    status: 'ACTIVE',
    source: 'HSM',
    salesforceId: '02GB0000000HYQOMA4',
    hash: undefined,
    sourceKey: {
      tier: 'local',
      id: '626fdff442284cf1ad4b9030c21bfcddb2004e1cfd2b420da7c33d7f50e78c91',
      name: 'sfdc_key1',
    },
    identifier: undefined,
    backup: '00DB000000040bIMAQ:Data:2112:02GB0000000HYQOMA4',
    error: '',
    createdAt: '2021-07-03T20:32:31.526936169Z',
  });
});

it('"Uploading a Salesforce Cache-Only Key": the request, byte by byte', async () => {
  const call = 'POST /api/v1/cckm/sfdc/upload-cache-only-key';
  const { cipherTrust, received } = await recorded({ [call]: cckmUploadResponse });
  await uploadKey(cipherTrust, {
    kind: 'cache-only',
    organization: organization('03b24ef3-0078-4dbb-9444-a4242f99abcd'),
    type: 'Data',
    sourceKey: '03b24ef3-0078-4dbb-9444-a4242f992d69',
    certificateId: '85d546eb-7d94-4016-b426-da22890ee8ff',
    namedCredentialId: '0XAB0000000KyuvOAC',
  });
  expect(received.find((one) => one.call === call)?.body).toBe(
    '{\n  "organization_id": "03b24ef3-0078-4dbb-9444-a4242f99abcd",\n  "type": "Data",\n  "source_key_tier": "local",\n  "source_key_identifier": "03b24ef3-0078-4dbb-9444-a4242f992d69",\n  "certificate_id": "85d546eb-7d94-4016-b426-da22890ee8ff",\n  "sfdc_named_credential_id": "0XAB0000000KyuvOAC"\n}',
  );
});

it('"Creating A Salesforce Cache-Only Key Endpoint": the request, byte by byte, with the placeholders of its syntax', async () => {
  const call = 'POST /api/v1/cckm/sfdc/endpoints';
  const { cipherTrust, received } = await recorded({ [call]: { id: 'e' } });
  await createEndpoint(cipherTrust, {
    name: '<name-for-endpoint>',
    hostname: '<ciphertrust-manager-base-hostname>',
    organization: organization('<Salesforce-organization-id>'),
    login: { username: '<user-to-authenticate>', password: '<password-to-authenticate>' },
  });
  expect(received.find((one) => one.call === call)?.body).toBe(
    '{\n  "name": "<name-for-endpoint>",\n  "url_hostname": "<ciphertrust-manager-base-hostname>",\n  "password_authentication": {\n    "username": "<user-to-authenticate>",\n    "password": "<password-to-authenticate>"\n  },\n  "organization_id": "<Salesforce-organization-id>"\n}',
  );
});

it('"Adding Salesforce Organizations": the request, byte by byte, and the id of its answer', async () => {
  const call = 'POST /api/v1/cckm/sfdc/add-organizations';
  const id = '2473e846-31a8-4ee6-8299-17025548b4e2';
  const { cipherTrust, received } = await recorded({
    [call]: { id, uri: `kylo:kylo:cckm:sfdc-organization:${id}`, account: 'kylo:kylo:admin:accounts:kylo' },
  });
  const wanted = { connection: 'sfdc-connection', orgId: '00DB000000040bIMAQ' };
  expect((await addOrganization(cipherTrust, wanted)).id).toBe(id);
  expect(received.find((one) => one.call === call)?.body).toBe(
    '{\n  "connection": "sfdc-connection",\n  "sfdc_org_id": "00DB000000040bIMAQ"\n}',
  );
});

it('"Listing Named Credentials from Salesforce" (2.14): the request, and each field of its answer', async () => {
  const call = 'POST /api/v1/cckm/sfdc/get-named-credentials';
  const { cipherTrust, received } = await recorded({
    [call]: {
      skip: '0,',
      limit: '10,',
      total: '1,',
      resources: [{ masterLabel: 'nc1', sfdcNamedCredentialId: '0XAB0000000KyokOAC' }],
    },
  });
  const listed = await listNamedCredentials(
    cipherTrust,
    organization('04f63144-940c-4c4f-8426-111111111111'),
  );
  expect(received.find((one) => one.call === call)?.body).toBe(
    '{\n  "organization_id": "04f63144-940c-4c4f-8426-111111111111"\n}',
  );
  expect(listed).toEqual([
    { id: '0XAB0000000KyokOAC', label: 'nc1', developerName: undefined, url: undefined },
  ]);
});
