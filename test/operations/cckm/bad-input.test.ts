import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CipherTrustFault } from '../../../src/local/ciphertrust/index.ts';
import { cckmKeyChange, cckmKeyList } from '../../../src/operations/cckm/keys.ts';
import { cckmLogin } from '../../../src/operations/cckm/login.ts';
import { cckmOrganizations } from '../../../src/operations/cckm/organizations.ts';
import { cckmSynchronize } from '../../../src/operations/cckm/synchronize.ts';
import { cckmUpload } from '../../../src/operations/cckm/upload.ts';
import { closeCipherTrusts, PASSWORD, startCipherTrust } from '../../local/ciphertrust/started.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { ORG, type Ready, secretsIn, startBare, startReady } from './joint.ts';
import { keywayIn } from './keyway.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

const UPLOADING = 'POST /v1/cckm/sfdc/keys/upload';
const WANTED = { organization: ORG, type: 'Data', key: '123', certificate: 'AcmeByok', yes: true } as const;
const upload = ({ place }: Ready) => cckmUpload({ ...place, ...WANTED });
const uploads = ({ cipherTrust }: Ready) =>
  cipherTrust.requests.filter(({ path }) => path.endsWith('/keys/upload')).length;

/** Runs a command that must exit with 1, and returns its output. */
const failed = async (ready: Ready, ...args: string[]) => {
  const answer = await ready.keyway.json(['cckm', ...args, ...ready.at]);
  expect(answer.status).toBe(1);
  for (const secret of ready.secrets()) expect(ready.keyway.printed()).not.toContain(secret);
  return answer;
};

describe('a login', () => {
  it("that is wrong is reported, but the password isn't", async () => {
    const ready = await startBare();
    const keyway = keywayIn(ready.folder, { KEYWAY_CCKM_PASSWORD: 'Wr0ng-password-77' });
    const { status, stderr, stdout } = await keyway(['cckm', 'login', ...ready.at, '--verbose']);
    expect(status).toBe(1);
    expect(stderr).toContain('rejected the sign-in (NCERRUnauthorizedAccess: Wrong username or password)');
    expect(stdout + stderr).not.toContain('Wr0ng-password-77');
  });

  it("that isn't set is reported before anything is sent", async () => {
    const ready = await startBare();
    const keyway = keywayIn(ready.folder, { KEYWAY_CCKM_PASSWORD: '' });
    expect(await keyway.json(['cckm', 'login', ...ready.at])).toMatchObject({
      name: 'CipherTrustLoginMissing',
      message: 'The CipherTrust sign-in has no password.',
    });
    expect(ready.cipherTrust.requests).toEqual([]);
  });

  it('is never accepted from a flag', async () => {
    const ready = await startBare();
    const answer = await failed(
      ready,
      'login',
      '--username-from',
      '${env:U}',
      '--password-from',
      'Sup3rS3cret',
    );
    expect(answer.name).toBe('SecretInArgument');
    expect(JSON.stringify(answer)).not.toContain('Sup3rS3cret');
    expect((await failed(ready, 'login', '--password', 'x')).name).toBe('UsageWrong');
    expect((await failed(ready, 'login', '--insecure')).name).toBe('UsageWrong');
  });

  it('is refused for a user of another domain: the tenant of CipherTrust as a service', async () => {
    const ready = await startBare({ authDomain: 'acme-tenant' });
    await expect(cckmLogin(ready.place)).rejects.toMatchObject({ code: 'CipherTrustLoginRefused' });
    const place = { ...ready.place, authDomain: 'acme-tenant' };
    expect(await cckmLogin(place)).toMatchObject({ loggedIn: true });
  });

  it('of another domain is refused', async () => {
    const ready = await startBare({ domain: 'acme' });
    await expect(cckmLogin(ready.place)).rejects.toMatchObject({ code: 'CipherTrustLoginRefused' });
    expect(await cckmLogin({ ...ready.place, domain: 'acme' })).toMatchObject({ loggedIn: true });
  });
});

describe('an error answer of CipherTrust', () => {
  it.each([
    [400, 'CipherTrustRefused'],
    [403, 'CipherTrustForbidden'],
    [404, 'CipherTrustNotFound'],
    [409, 'CipherTrustConflict'],
    [429, 'RequestLimitExceeded'],
    [500, 'CipherTrustFailed'],
  ])('with status %d is reported with its code and message', async (status, code) => {
    const ready = await startBare();
    const body = {
      code: 9,
      codeDesc: 'NCERRSomething: Something is wrong',
      message: 'field x',
      requestID: 'r-1',
    };
    ready.cipherTrust.setFaults([{ on: 'GET /v1/cckm/sfdc/keys', do: 'answer', status, body }]);
    const error = await cckmKeyList(ready.place).catch((caught) => caught);
    expect(error).toMatchObject({
      code,
      exitCode: 1,
      data: { status, errorCode: 'NCERRSomething', requestId: 'r-1' },
    });
    expect(error.message).toContain('NCERRSomething: Something is wrong: field x');
    expect(error.message).toContain('listing keys');
  });

  it("is retried while CipherTrust isn't available, but never for a change", async () => {
    const ready = await startReady();
    const down: CipherTrustFault = { do: 'answer', status: 503, body: '<html>down</html>' };
    ready.cipherTrust.setFaults([{ ...down, on: 'GET /v1/cckm/sfdc/keys', times: 2 }]);
    expect((await cckmKeyList(ready.place)).keys).toEqual([]);
    const on = 'POST /v1/cckm/sfdc/get-organizations';
    ready.cipherTrust.setFaults([{ ...down, on }]);
    const before = ready.changes().length;
    const other = cckmOrganizations({ ...ready.place, action: 'find', connection: 'any' });
    await expect(other).rejects.toMatchObject({ code: 'CipherTrustUnavailable' });
    expect(ready.changes().length - before).toBe(1);
  });

  it("isn't shown with the secrets that it repeats", async () => {
    const ready = await startBare();
    const body = { code: 5, codeDesc: 'NCERRUnauthorizedAccess', message: `no ${PASSWORD} here` };
    ready.cipherTrust.setFaults([{ on: 'POST /v1/auth/tokens', do: 'answer', status: 401, body }]);
    const { stderr } = await ready.keyway(['cckm', 'login', ...ready.at, '--verbose']);
    expect(stderr).toContain('no ••• here');
    expect(ready.keyway.printed()).not.toContain(PASSWORD);
  });

  it("is reported if it isn't JSON", async () => {
    const ready = await startBare();
    ready.cipherTrust.setFaults([{ on: 'GET', do: 'answer', status: 200, body: '<html>hello</html>' }]);
    await expect(cckmKeyList(ready.place)).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
  });
});

describe('an unknown name', () => {
  it('is reported: an organization, a certificate, a key', async () => {
    const ready = await startReady();
    const { place } = ready;
    const wanted = { ...place, ...WANTED };
    await expect(cckmUpload({ ...wanted, organization: '00DB000000040bZMAQ' })).rejects.toMatchObject({
      code: 'OrganizationUnknown',
      actions: [expect.stringContaining(ORG), expect.anything()],
    });
    await expect(cckmUpload({ ...wanted, certificate: 'Other' })).rejects.toMatchObject({
      code: 'CipherTrustCertificateUnknown',
    });
    await expect(cckmUpload({ ...wanted, key: 'nobody-made-it' })).rejects.toMatchObject({
      code: 'CipherTrustNotFound',
      message: expect.stringContaining('nobody-made-it'),
    });
    expect(await secretsIn(ready)).toHaveLength(1);
    const gone = cckmKeyChange({ ...place, id: '..', action: 'activate' });
    await expect(gone).rejects.toMatchObject({ code: 'IdInvalid' });
  });
});

describe('an upload', () => {
  it('that the org refuses gives Salesforce’s message, and creates nothing', async () => {
    const ready = await startReady({}, { stepUp: true, users: [] });
    ready.client.org.setFaults([{ kind: 'UNABLE_TO_LOCK_ROW', sobject: 'TenantSecret' }]);
    const error = await upload(ready).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'CipherTrustRefused', exitCode: 1 });
    expect(error.message).toContain('Salesforce refused: UNABLE_TO_LOCK_ROW');
    expect(await secretsIn(ready)).toHaveLength(1);
    // Nothing remains that would block the next upload.
    expect(await upload(ready)).toMatchObject({ outcome: 'uploaded', key: { status: 'ACTIVE' } });
  });

  it('whose answer is lost is found, and not sent again', async () => {
    const ready = await startReady();
    ready.cipherTrust.setFaults([{ on: UPLOADING, do: 'lose', times: 1 }]);
    expect(await upload(ready)).toMatchObject({ outcome: 'uploaded', key: { status: 'ACTIVE', version: 2 } });
    expect(uploads(ready)).toBe(1);
    expect(await secretsIn(ready)).toHaveLength(2);
  });

  it('whose answer is lost while the server stops uploads no second key in the next run', async () => {
    const ready = await startReady();
    const onIntent = () =>
      ready.cipherTrust.setFaults([
        { on: UPLOADING, do: 'lose', times: 1 },
        // After the check before the upload.
        { on: 'GET /v1/cckm/sfdc/keys', do: 'drop', after: 1 },
      ]);
    await expect(cckmUpload({ ...ready.place, ...WANTED, onIntent })).rejects.toMatchObject({
      code: 'UploadUnknown',
      exitCode: 1,
      message: expect.stringContaining("can't tell whether the key was uploaded"),
    });
    ready.cipherTrust.setFaults([]);
    expect(await upload(ready)).toMatchObject({ outcome: 'there', key: { status: 'ACTIVE', version: 2 } });
    expect(uploads(ready)).toBe(1);
    expect(await secretsIn(ready)).toHaveLength(2);
  });

  it('that never arrived is made by the next run', async () => {
    const ready = await startReady();
    ready.cipherTrust.setFaults([{ on: UPLOADING, do: 'drop', times: 1 }]);
    await expect(upload(ready)).rejects.toMatchObject({ code: 'UploadUnknown', exitCode: 1 });
    expect(await upload(ready)).toMatchObject({ outcome: 'uploaded' });
    expect(await secretsIn(ready)).toHaveLength(2);
  });

  it('of a key that was archived since is refused, because Salesforce accepts each one only once', async () => {
    const ready = await startReady({ sourceKeys: ['123', 'next'] });
    await upload(ready);
    await ready.client.org.setTime(Date.now() + 25 * 60 * 60 * 1000);
    await cckmUpload({ ...ready.place, ...WANTED, key: 'next', allow: ['key-archive'] });
    await expect(upload(ready)).rejects.toMatchObject({
      code: 'KeyUsedBefore',
      message: '123 was uploaded as Data before: version 2, which is ARCHIVED.',
    });
    expect(uploads(ready)).toBe(2);
  });
});

describe('a job', () => {
  it('during which the server stops is reported; the next run succeeds', async () => {
    const ready = await startReady({ jobPolls: 3 });
    const job = 'GET /v1/cckm/sfdc/keys/synchronization-jobs/';
    ready.cipherTrust.setFaults([{ on: job, do: 'drop', after: 2 }]);
    await expect(cckmSynchronize(ready.place)).rejects.toMatchObject({
      code: 'ConnectionLost',
      exitCode: 1,
      message: expect.stringMatching(/while waiting for synchronization [\w-]+ of keys/),
    });
    ready.cipherTrust.setFaults([]);
    const said: string[] = [];
    const { jobs } = await cckmSynchronize({ ...ready.place, onProgress: (text) => said.push(text) });
    expect(jobs).toMatchObject([{ status: 'completed', kind: 'keys' }]);
    expect(said).toEqual([...Array(3).fill('keys: in_progress'), 'keys: completed']);
  });

  it('that fails is reported with the reason', async () => {
    const ready = await startReady();
    await ready.client.org.close();
    await expect(cckmSynchronize(ready.place)).rejects.toMatchObject({
      code: 'SynchronizationFailed',
      message: expect.stringContaining('failed: Salesforce did not answer'),
    });
  });

  it('is waited for only as long as requested, and can be interrupted', async () => {
    const ready = await startBare({ jobPolls: 1000 });
    await expect(cckmSynchronize({ ...ready.place, wait: 0 })).rejects.toMatchObject({
      code: 'WaitRanOut',
      exitCode: 69,
      data: { status: 'in_progress' },
    });
    const controller = new AbortController();
    const options = { ...ready.place, signal: controller.signal, onProgress: () => controller.abort() };
    await expect(cckmSynchronize(options)).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
    // They continue there until somebody cancels them.
    const { jobs } = await cckmSynchronize({ ...ready.place, action: 'list' });
    expect(jobs.map(({ status }) => status)).toEqual(['in_progress', 'in_progress']);
    const cancelled = await cckmSynchronize({ ...ready.place, action: 'cancel', id: String(jobs[0]?.id) });
    expect(cancelled.jobs).toMatchObject([{ id: jobs[0]?.id, status: 'cancelled' }]);
  });
});

describe('TLS', () => {
  it('rejects a certificate of another authority', async () => {
    const ready = await startBare();
    const other = await startCipherTrust();
    await expect(cckmLogin({ url: ready.cipherTrust.url })).rejects.toMatchObject({
      code: 'CertificateUntrusted',
      exitCode: 1,
    });
    await expect(cckmLogin({ url: ready.cipherTrust.url, caFile: other.caFile })).rejects.toMatchObject({
      code: 'CertificateUntrusted',
    });
    expect(ready.cipherTrust.requests).toEqual([]);
  });

  it.each(['none', 'other', 'pinned'])(
    "isn't turned off by NODE_TLS_REJECT_UNAUTHORIZED=0 (authority: %s)",
    async (authority) => {
      const ready = await startBare();
      const server = await startCipherTrust({ certificate: { names: ['cm.acme.example'] } });
      const other = await startCipherTrust();
      const at = {
        none: ['--url', ready.cipherTrust.url],
        other: ['--url', ready.cipherTrust.url, '--ca-file', other.caFile],
        pinned: ['--url', server.url, '--fingerprint', server.fingerprint],
      }[authority] as string[];
      const login = ['cckm', 'login', ...at];
      const answer = await ready.keyway.json(login, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
      expect(answer).toMatchObject({
        status: 1,
        name: authority === 'pinned' ? 'CertificateNameMismatch' : 'CertificateUntrusted',
      });
      expect([...ready.cipherTrust.requests, ...server.requests]).toEqual([]);
    },
  );

  it.each(['caFile', 'fingerprint'])('never accepts another name, whatever %s says', async (trust) => {
    const server = await startCipherTrust({ certificate: { names: ['cm.acme.example'] } });
    const { url, caFile, fingerprint } = server;
    const how = trust === 'caFile' ? { caFile } : { fingerprint };
    await expect(cckmLogin({ url, ...how })).rejects.toMatchObject({ code: 'CertificateNameMismatch' });
    expect(server.requests).toEqual([]);
  });

  it.each(['caFile', 'fingerprint'])(
    'never accepts an expired certificate, whatever %s says',
    async (trust) => {
      const server = await startCipherTrust({ certificate: { notAfter: Date.now() - 60_000 } });
      const { url, caFile, fingerprint } = server;
      const how = trust === 'caFile' ? { caFile } : { fingerprint };
      await expect(cckmLogin({ url, ...how })).rejects.toMatchObject({ code: 'CertificateExpired' });
      expect(server.requests).toEqual([]);
    },
  );

  it('accepts only the pinned certificate', async () => {
    const server = await startCipherTrust();
    const { url, caFile, fingerprint } = server;
    const colons = fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:');
    expect(await cckmLogin({ url, fingerprint: colons })).toMatchObject({ loggedIn: true });
    expect(await cckmLogin({ url, fingerprint, caFile })).toMatchObject({ loggedIn: true });
    const seen = server.requests.length;
    const wrong = `00${fingerprint.slice(2)}`;
    for (const how of [{ fingerprint: wrong }, { fingerprint: wrong, caFile }])
      await expect(cckmLogin({ url, ...how })).rejects.toMatchObject({ code: 'FingerprintMismatch' });
    expect(server.requests).toHaveLength(seen);
    await expect(cckmLogin({ url, fingerprint: 'ab:cd' })).rejects.toMatchObject({
      code: 'FingerprintInvalid',
    });
  });

  it('is always used', async () => {
    const server = await startCipherTrust();
    const { caFile, folder } = server;
    for (const url of [server.url.replace('https', 'http'), `${server.url}/x`, 'https://a:b@127.0.0.1'])
      await expect(cckmLogin({ url, caFile })).rejects.toMatchObject({ code: 'CipherTrustUrlInvalid' });
    const empty = join(folder, 'empty.pem');
    writeFileSync(empty, 'nothing');
    await expect(cckmLogin({ url: server.url, caFile: empty })).rejects.toMatchObject({
      code: 'CaFileInvalid',
    });
    const gone = cckmLogin({ url: server.url, caFile: join(folder, 'gone.pem') });
    await expect(gone).rejects.toMatchObject({ code: 'FileUnreadable' });
  });
});

describe('an unreachable server', () => {
  it('is reported', async () => {
    const { url, caFile } = await startCipherTrust();
    await closeCipherTrusts();
    const place = { url, caFile: undefined };
    expect(caFile).toBeDefined();
    await expect(cckmLogin(place)).rejects.toMatchObject({ code: 'ConnectionRefused', exitCode: 1 });
  });
});
