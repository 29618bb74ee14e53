import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CipherTrustFault } from '../../src/local/ciphertrust/index.ts';
import { CONNECTION, closeCipherTrusts, startCipherTrust } from '../local/ciphertrust/started.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { type Ran, removeWorkspaces, workspace } from './keyway.ts';
import { filesBelow, leaksIn } from './leaks.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(closeCipherTrusts);
afterEach(removeWorkspaces);

/* Contains quotes, an ampersand and non-ASCII letters, so that every encoding of it is distinguishable. */
const password = 'MARKED-1ogin&"secret<ü>';
const endpointPassword = 'MARKED-3ndpoint$&secret/+%';
const refreshToken = 'MARKED-r3fresh-token-5c1a';
const wrong = 'MARKED-wr0ng password';
const ORG = '00DB000000040bIMAQ';

const configOf = (url: string, caFile: string): string => `
version: 1
apiVersion: "66.0"
cipherTrust:
  url: ${url}
  username: \${env:CCKM_USERNAME}
  password: \${env:CCKM_PASSWORD}
  caFile: ${caFile}
  connection: ${CONNECTION}
  organization: ${ORG}
externalCredentials:
  AcmeCckm:
    label: Acme CCKM
    authentication: { protocol: Basic }
    principals:
      Org:
        type: NamedPrincipal
        credentials: { username: "\${env:ENDPOINT_USER}", password: "\${env:ENDPOINT_PASSWORD}" }
namedCredentials:
  AcmeCckm: { label: Acme CCKM, url: "${url}/kmaas/byok/${ORG}", externalCredential: AcmeCckm }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeCckm-Org], assignTo: [autoproc] }
certificates:
  AcmeByok: { label: Acme BYOK }
encryptionKeySettings: { enableCacheOnlyKeys: true }
`;

const begin = async () => {
  const cipherTrust = await startCipherTrust({ password, sourceKeys: ['acme-search', 'acme-data'] });
  const door = await startOrg({
    seed: { orgId: ORG, certificateKeys: { AcmeByok: privateKey() } },
    trustedCa: [cipherTrust.ca],
  });
  const { url, accessToken } = door.org;
  cipherTrust.connect({ connection: CONNECTION, url, accessToken });
  const made = workspace({ 'keyway.yaml': configOf(cipherTrust.url, cipherTrust.caFile) });
  const env = {
    ...door.env,
    CCKM_USERNAME: 'admin',
    CCKM_PASSWORD: password,
    ENDPOINT_USER: 'salesforce',
    ENDPOINT_PASSWORD: endpointPassword,
    DEBUG: '*',
    SF_LOG_LEVEL: 'trace',
    SFDX_LOG_LEVEL: 'trace',
    NODE_DEBUG: '',
    TMPDIR: join(dirname(made.folder), 'home'),
  };
  const ran: [string, Ran][] = [];
  const run = async (line: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    const answer = await made.keyway([...line.split(' '), '--verbose'], { env: { ...env, ...more } });
    ran.push([line, answer]);
    return answer;
  };
  const well = async (line: string): Promise<string> => {
    const { status, stdout, stderr } = await run(line);
    expect([line, status, status === 0 ? '' : stderr + stdout]).toEqual([line, 0, '']);
    return stdout;
  };
  const badly = async (line: string, more: Readonly<Record<string, string>> = {}): Promise<void> =>
    expect([line, (await run(line, more)).status]).toEqual([line, 1]);
  return { cipherTrust, door, made, ran, well, badly };
};

/** The keys themselves, as the local CipherTrust stores them: base64. */
const materialOf = (folder: string): readonly string[] =>
  JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')).sourceKeys.map(
    ({ material }: { material: string }) => material,
  );

const UPLOAD = 'cckm upload --type SearchIndex --key acme-search --certificate AcmeByok';
const CACHE_ONLY =
  'cckm upload-cache-only --type Data --key acme-data --certificate AcmeByok --named-credential AcmeCckm';
const ENDPOINT = `cckm endpoints create keyway-${ORG} --endpoint-username-from \${env:ENDPOINT_USER} --endpoint-password-from \${env:ENDPOINT_PASSWORD}`;

describe('No secret leaves', () => {
  it('by any command of CipherTrust, in success or failure, whatever it answers', async () => {
    const { cipherTrust, door, made, ran, well, badly } = await begin();
    const material = materialOf(cipherTrust.folder);
    expect(material).toHaveLength(2);
    const token = door.org.accessToken.split('!')[1] ?? door.org.accessToken;
    // A JWT begins with this, and nothing else in the output does.
    const marked = [password, endpointPassword, refreshToken, wrong, token, ...material, 'eyJhbGciOi'];

    for (const line of ['login', 'login --json', `organizations find`, 'organizations add --json'])
      await well(`cckm ${line}`);
    // The endpoint is refused with a message that repeats the request.
    const echo = (status: number): CipherTrustFault => ({
      ...{ on: 'POST /v1/cckm/sfdc/endpoints', do: 'answer', status, times: 1 },
      body: {
        codeDesc: `NCERRBadRequest: ${endpointPassword}`,
        message: `${password} ${'x'.repeat(540)} ${endpointPassword}`,
        requestID: endpointPassword,
      },
    });
    for (const json of ['', ' --json']) {
      cipherTrust.setFaults([echo(400)]);
      await badly(ENDPOINT + json);
    }
    cipherTrust.setFaults([]);
    await well(`${ENDPOINT} --json`);
    await well('cckm endpoints');
    await well('deploy --yes');
    await well('cckm certificates --synchronize --json');
    await well('cckm named-credentials');
    await badly(UPLOAD);
    await well(`${UPLOAD} --yes`);
    await well(`${UPLOAD} --json`);
    await well(`${CACHE_ONLY} --yes --json`);
    await well('cckm keys');
    const { keys } = JSON.parse(await well('cckm keys --json')).result;
    expect(keys).toHaveLength(3);
    await well(`cckm keys get ${keys[0].id} --json`);
    await badly(`cckm destroy ${keys[0].id} --confirm no`);
    await well('cckm synchronize --json');
    await well('cckm issuers create idp --openid-config-url https://idp.acme.example/config');
    const { reports } = JSON.parse(await well('cckm reports create day --json')).result;
    await well(`cckm reports contents ${reports[0].id}`);
    await well(`cckm reports download ${reports[0].id}`);
    await well('verify');

    // Logins that are refused, missing, or visible to everybody.
    await badly('cckm login', { CCKM_PASSWORD: wrong });
    await badly('cckm login --json', { CCKM_PASSWORD: '' });
    await badly('cckm login --refresh-token-from ${env:REFRESH} --json', { REFRESH: refreshToken });
    await badly('cckm login --username-from admin --password-from MARKED-3ndpoint$&secret/+%');
    await badly(`cckm login --password=${refreshToken}`);
    await badly(`cckm login --url https://admin:${refreshToken}@${new URL(cipherTrust.url).host}`);
    await badly(`cckm login --url ${cipherTrust.url}`, { KEYWAY_CCKM_REFRESH_TOKEN: refreshToken });

    // Answers that repeat the request, that can't be read, or that don't arrive.
    const faults: readonly CipherTrustFault[] = [
      ...[400, 401, 403, 404, 500, 503].map(
        (status): CipherTrustFault => ({
          ...{ do: 'answer', status },
          body: { codeDesc: `NCERRSomething: ${password}`, message: `${'x'.repeat(580)} ${password}` },
        }),
      ),
      { do: 'answer', status: 502, body: `<html>${password}</html>` },
      { do: 'answer', status: 200, body: password },
      { do: 'answer', status: 200, body: `{"jwt": ${refreshToken}}` },
      { do: 'drop' },
      { on: 'GET', do: 'lose' },
      { on: 'GET', do: 'expire' },
    ];
    for (const [index, fault] of faults.entries()) {
      cipherTrust.setFaults([fault]);
      await badly(index % 2 === 0 ? 'cckm keys' : `${UPLOAD} --yes --json`);
    }
    cipherTrust.setFaults([]);
    await badly('cckm keys get a/../b');
    await cipherTrust.close();
    await badly('cckm keys --json');

    for (const [line, { stdout, stderr }] of ran)
      expect([line, leaksIn(stdout + stderr, marked)]).toEqual([line, []]);
    const files = filesBelow(dirname(made.folder));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files)
      expect([file, leaksIn(readFileSync(file, 'latin1'), marked)]).toEqual([file, []]);
    expect(door.seen.flatMap(({ path }) => leaksIn(path, marked))).toEqual([]);
    expect(cipherTrust.requests.flatMap(({ path }) => leaksIn(path, marked))).toEqual([]);
  }, 240_000);
});
