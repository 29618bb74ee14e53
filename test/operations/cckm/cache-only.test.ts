import { afterEach, describe, expect, it } from '@jest/globals';
import { cckmEndpoints } from '../../../src/operations/cckm/endpoints.ts';
import { cckmKeyChange, cckmKeyList } from '../../../src/operations/cckm/keys.ts';
import { cckmNamedCredentials } from '../../../src/operations/cckm/named-credentials.ts';
import { cckmSynchronize } from '../../../src/operations/cckm/synchronize.ts';
import { cckmUpload, cckmUploadCacheOnly } from '../../../src/operations/cckm/upload.ts';
import { closeCipherTrusts } from '../../local/ciphertrust/started.ts';
import { assign, deployChain } from '../../local/salesforce/callout/chain.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { ORG, orgEnv, type Ready, secretsIn, startReady } from './joint.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

process.env.ENDPOINT_USER = 'salesforce';
process.env.ENDPOINT_PASSWORD = 'Endpoint-password-51';

/** An org whose Automated Process user reaches a CipherTrust endpoint through the named credential Nc. */
const startFetching = async (urlOf = (url: string): string => url, password = 'Endpoint-password-51') => {
  const ready = await startReady({ sourceKeys: ['123', 'next'] });
  const { endpoints } = await cckmEndpoints({
    ...ready.place,
    action: 'create',
    name: 'acme-endpoint',
    organization: ORG,
    endpointUsernameFrom: '${env:ENDPOINT_USER}',
    endpointPasswordFrom: '${env:ENDPOINT_PASSWORD}',
  });
  const url = urlOf(String(endpoints[0]?.url));
  const credentials = { username: 'salesforce', password };
  await deployChain(ready.client, { url, protocol: 'Basic', credentials, assigned: false });
  const { body } = await ready.client.query("SELECT Id FROM User WHERE Alias = 'autoproc'");
  await assign(ready.client, body.records[0].Id);
  return ready;
};

const upload = ({ place }: Ready) =>
  cckmUploadCacheOnly({
    ...place,
    organization: ORG,
    type: 'Data',
    key: '123',
    certificate: 'AcmeByok',
    namedCredential: 'Nc',
    yes: true,
  });

describe('cckm upload-cache-only', () => {
  it('creates a key that the org has fetched from CipherTrust; a second run does nothing', async () => {
    const ready = await startFetching();
    const args = [
      ...['cckm', 'upload-cache-only', '--organization', ORG, '--type', 'Data', '--key', '123'],
      ...['--certificate', 'AcmeByok', '--named-credential', 'Nc', ...ready.at, '--yes'],
    ];
    const { stdout, stderr, status } = await ready.keyway(args, orgEnv(ready));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('+ Key  Data, cache-only: 123 (local)');
    expect(stdout).toContain('version 2, ACTIVE, REMOTE');
    const fetched = ready.cipherTrust.requests.filter(({ path }) => /\/endpoints\/[^/]+\/keys\//.test(path));
    expect(fetched).toHaveLength(1);
    expect(await secretsIn(ready)).toMatchObject([{}, { Source: 'REMOTE', Status: 'ACTIVE', Type: 'Data' }]);
    expect(await upload(ready)).toMatchObject({ outcome: 'there', key: { status: 'ACTIVE', version: 2 } });
    expect(await secretsIn(ready)).toHaveLength(2);
    const { result } = await ready.keyway.json(['cckm', 'endpoints', ...ready.at]);
    expect(result.endpoints).toMatchObject([{ name: 'acme-endpoint' }]);
    expect(ready.keyway.printed()).not.toContain('Endpoint-password-51');
  });

  it("is fetched with the endpoint's current login, which changes only after a confirmation", async () => {
    const ready = await startFetching();
    const { endpoints } = await cckmEndpoints({ ...ready.place, action: 'list' });
    process.env.OTHER_PASSWORD = 'Other-password-52';
    const change = {
      ...ready.place,
      action: 'change',
      name: String(endpoints[0]?.id),
      endpointUsernameFrom: '${env:ENDPOINT_USER}',
      endpointPasswordFrom: '${env:OTHER_PASSWORD}',
    } as const;
    await expect(cckmEndpoints(change)).rejects.toMatchObject({ code: 'NotConfirmed' });
    const shown = { ...change, endpointPasswordFrom: 'Other-password-52', yes: true };
    await expect(cckmEndpoints(shown)).rejects.toMatchObject({ code: 'SecretInArgument' });
    expect(ready.changes().some((line) => line.startsWith('PATCH'))).toBe(false);
    expect((await cckmEndpoints({ ...change, yes: true })).endpoints).toEqual(endpoints);
    await expect(upload(ready)).rejects.toMatchObject({ exitCode: 1 });
    expect(await secretsIn(ready)).toHaveLength(1);
    await cckmEndpoints({ ...change, endpointPasswordFrom: '${env:ENDPOINT_PASSWORD}', yes: true });
    expect(await upload(ready)).toMatchObject({ key: { status: 'ACTIVE' } });
  });

  it('can be fetched at the older address, which has the org’s id instead of the endpoint’s', async () => {
    const ready = await startFetching((url) => `${new URL(url).origin}/kmaas/byok/${ORG}`);
    expect(await upload(ready)).toMatchObject({ outcome: 'uploaded', key: { status: 'ACTIVE' } });
  });

  it("fails with the org’s message if it can't fetch the key, and leaves nothing behind", async () => {
    const ready = await startFetching(undefined, 'another-password');
    await expect(upload(ready)).rejects.toMatchObject({
      code: 'CipherTrustRefused',
      message: expect.stringContaining('AUTHENTICATION_FAILURE'),
    });
    expect(await secretsIn(ready)).toHaveLength(1);
    await cckmSynchronize(ready.place);
    expect((await cckmKeyList(ready.place)).keys).toHaveLength(1);
  });

  it('reports an unknown named credential', async () => {
    const ready = await startReady();
    await expect(upload(ready)).rejects.toMatchObject({ code: 'NamedCredentialUnknown' });
    await expect(
      cckmUploadCacheOnly({
        ...ready.place,
        organization: ORG,
        type: 'SearchIndex' as 'Data',
        key: '123',
        certificate: 'AcmeByok',
        namedCredential: 'Nc',
      }),
    ).rejects.toMatchObject({ code: 'NamedCredentialUnknown' });
  });

  it('shows the named credentials of the org', async () => {
    const ready = await startFetching();
    const { namedCredentials } = await cckmNamedCredentials({ ...ready.place, organization: ORG });
    expect(namedCredentials).toMatchObject(
      [{ developerName: 'Nc', label: 'Nc', id: /^0XA/ }].map(({ id: _, ...one }) => one),
    );
  });
});

describe('a key', () => {
  it('that was destroyed is activated again, and stays if it is active', async () => {
    const ready = await startFetching();
    const { place } = ready;
    const { key } = await upload(ready);
    await ready.client.org.setTime(Date.now() + 25 * 60 * 60 * 1000);
    await cckmUpload({
      ...place,
      ...{ organization: ORG, type: 'Data', key: 'next', certificate: 'AcmeByok', yes: true },
      allow: ['key-archive', 'key-source-change'],
    });
    await cckmSynchronize(place);
    await cckmKeyChange({ ...place, id: key.id, action: 'destroy', confirm: 'Data:2' });
    const activate = { ...place, id: key.id, action: 'activate', yes: true } as const;
    expect(await cckmKeyChange(activate)).toMatchObject({ outcome: 'done', key: { status: 'ACTIVE' } });
    expect(await cckmKeyChange(activate)).toMatchObject({ outcome: 'none' });
    expect(await secretsIn(ready)).toMatchObject([{}, { Status: 'ACTIVE' }, { Status: 'ARCHIVED' }]);
  });
});
