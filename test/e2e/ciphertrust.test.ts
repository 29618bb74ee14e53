import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CONNECTION, closeCipherTrusts, PASSWORD, startCipherTrust } from '../local/ciphertrust/started.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { fileText } from '../operations/ciphertrust-org.ts';
import { removeWorkspaces, workspace } from './keyway.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(closeCipherTrusts);
afterEach(removeWorkspaces);

const endpointPassword = 'MARKED-endpoint&password';

/** Two servers that only share a connection, and keyway as a process with a file for both. */
const begin = async () => {
  const cipherTrust = await startCipherTrust({ sourceKeys: ['acme-search', 'acme-data'] });
  const proxied = await startOrg({
    seed: { certificateKeys: { AcmeByok: privateKey() } },
    trustedCa: [cipherTrust.ca],
  });
  const { url, accessToken } = proxied.org;
  cipherTrust.connect({ connection: CONNECTION, url, accessToken });
  const place = workspace({ 'keyway.yaml': fileText(cipherTrust) });
  const env = { ...proxied.env, CCKM_PASSWORD: PASSWORD, ENDPOINT_PASSWORD: endpointPassword };
  const posts = () =>
    cipherTrust.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('/auth/tokens'));
  const secrets = async () =>
    (await proxied.query('SELECT Type, Source, Status FROM TenantSecret ORDER BY Version')).map(
      ({ Type, Source, Status }) => `${Type} ${Source} ${Status}`,
    );
  const written = () => place.files().map((path) => readFileSync(join(place.folder, path), 'utf8'));
  return { ...place, cipherTrust, proxied, env, posts, secrets, written };
};

describe('CipherTrust, end to end', () => {
  it('one deploy on two empty servers creates a BYOK secret and a cache-only key; a second changes nothing', async () => {
    const { keyway, env, posts, secrets, written, proxied } = await begin();
    const first = await keyway(['deploy'], { env });
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^ {2}\+ CipherTrustOrganization +00D\w{15} +registered through connection acme-salesforce$/m,
    );
    expect(first.stdout).toMatch(
      /^ {2}\+ Key +AcmeSearchIndex +SearchIndex, BYOK, acme-search \(local\) of CipherTrust$/m,
    );
    expect(first.stdout).toMatch(
      /^ {2}\+ Key +AcmeDataKey +Data, cache-only, acme-data \(local\) of CipherTrust$/m,
    );
    expect(first.stdout).toMatch(
      /^✔ Keys {9}AcmeSearchIndex is ACTIVE \(version 2\), AcmeDataKey is ACTIVE \(version 3\)$/m,
    );
    expect(first.stdout).toMatch(/^✔ Verified {5}(\d+) of \1 links/m);
    expect(await secrets()).toEqual([
      'Data HSM ARCHIVED',
      'SearchIndex UPLOADED ACTIVE',
      'Data REMOTE ACTIVE',
    ]);

    const told = posts().length;
    proxied.forget();
    const second = await keyway(['deploy'], { env });
    expect(second).toMatchObject({ status: 0, stderr: '' });
    expect(second.stdout).toMatch(/^Nothing to do\. Verified (\d+) of \1 links/m);
    expect(proxied.changing()).toEqual([]);
    expect(posts()).toHaveLength(told);
    const said = [first.stdout, second.stdout, ...written()].join('\n');
    for (const secret of [PASSWORD, endpointPassword, proxied.org.accessToken])
      expect(said).not.toContain(secret);
  });

  it('a server that stops during an upload gives an error and exit code 1, and the next run uploads no second key', async () => {
    const { json, keyway, env, posts, secrets, cipherTrust, proxied } = await begin();
    cipherTrust.setFaults([
      { on: 'POST /v1/cckm/sfdc/keys/upload', do: 'lose' },
      { on: 'GET /v1/cckm/sfdc/keys', do: 'drop', after: 1 },
    ]);
    const failed = await json(['deploy'], { env });
    expect(failed).toMatchObject({ status: 1, name: 'UploadUnknown' });
    expect(failed.message).toContain('AcmeSearchIndex was not created');
    for (const secret of [PASSWORD, endpointPassword, proxied.org.accessToken])
      expect(JSON.stringify(failed)).not.toContain(secret);
    cipherTrust.setFaults([]);
    expect(await keyway(['deploy'], { env })).toMatchObject({ status: 0, stderr: '' });
    expect(posts().filter(({ path }) => path.endsWith('/keys/upload'))).toHaveLength(1);
    expect(await secrets()).toEqual([
      'Data HSM ARCHIVED',
      'SearchIndex UPLOADED ACTIVE',
      'Data REMOTE ACTIVE',
    ]);
  });
});
