import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FleetHome, fleetHome } from './fleet-home.ts';

jest.setTimeout(120_000);

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals:
      KeyService: { type: NamedPrincipal, credentials: { ApiKey: "\${env:API_KEY}" } }
environments:
  alone: { targetOrg: deployer }
  split: { targetOrg: deployer, credentialOrg: custodian }
  wrong: { targetOrg: deployer, credentialOrg: acme-02 }
  keys: { targetOrg: deployer, credentialOrg: custodian, keyOrg: acme-02 }
  first: { targetOrg: acme-01 }
  unseen:
    targetOrg: deployer
    credentialOrg: custodian
    namedCredentials:
      AcmeKeys: { label: Acme keys, url: https://kms.acme.example/v1/keys, externalCredential: AcmeKms }
    certificates: { AcmeByok: { label: Acme BYOK } }
    cacheOnlyKeys:
      AcmeDataKey: { type: Data, identifier: acme-data-1, namedCredential: AcmeKeys, certificate: AcmeByok }
  seen:
    targetOrg: deployer
    credentialOrg: custodian
    keyOrg: custodian
    namedCredentials:
      AcmeKeys: { label: Acme keys, url: https://kms.acme.example/v1/keys, externalCredential: AcmeKms }
    certificates: { AcmeByok: { label: Acme BYOK } }
    cacheOnlyKeys:
      AcmeDataKey: { type: Data, identifier: acme-data-1, namedCredential: AcmeKeys, certificate: AcmeByok }
`;
const name = 'AcmeKms-KeyService';

describe('credentialOrg', () => {
  let home: FleetHome;
  const json = async (...line: readonly string[]) =>
    JSON.parse((await home.keyway(...line, '--env-file', 'secrets.env', '--json')).stdout);
  const jobs = async () => {
    const [org] = home.orgs;
    const soql = encodeURIComponent('SELECT Id FROM DeployRequest');
    const answer = await fetch(`${org?.url}/services/data/v66.0/tooling/query?q=${soql}`, {
      headers: { authorization: `Bearer ${org?.accessToken}` },
    });
    return ((await answer.json()) as { totalSize: number }).totalSize;
  };

  beforeAll(async () => {
    const deployer = ['ApiEnabled', 'ModifyMetadata', 'ManageProfilesPermissionsets', 'ViewSetup'] as const;
    const custodian = ['ApiEnabled', 'ManageEncryptionKeys', 'ManageNamedCredentials', 'ViewSetup'] as const;
    const users = [
      { username: 'deployer@acme.example', permissions: deployer },
      { username: 'custodian@acme.example', permissions: custodian },
    ];
    home = await fleetHome(2, { seed: { users } });
    await home.write(config);
    await writeFile(join(home.folder, 'secrets.env'), 'API_KEY=s3cret\n');
    const [org] = home.orgs;
    for (const alias of ['deployer', 'custodian']) {
      const user = org?.users.find(({ username }) => username === `${alias}@acme.example`);
      await home.logIn(alias, { url: org?.url ?? '', accessToken: user?.accessToken ?? '' });
    }
  });
  afterAll(() => home.close());

  it('of another org is refused, and nothing is sent', async () => {
    const before = await jobs();
    const answer = await json('deploy', '--env', 'wrong');
    expect(answer).toMatchObject({
      name: 'OtherOrg',
      status: 1,
      message: expect.stringMatching(
        /^credentialOrg of environment wrong, acme-02, is admin@acme-02\.example of org 00D\w+, but this run is for 00D\w+\.$/,
      ),
      actions: [expect.stringContaining('Nothing was sent.')],
    });
    expect(await jobs()).toBe(before);
  });

  it('applies to keyOrg too, before there is a key to create', async () => {
    const before = await jobs();
    const answer = await json('deploy', '--env', 'keys');
    expect(answer).toMatchObject({
      name: 'OtherOrg',
      message: expect.stringMatching(/^keyOrg of environment keys/),
    });
    expect(await jobs()).toBe(before);
  });

  it('reads and stores credentials, which the deploying user may not', async () => {
    expect(await json('deploy', '--env', 'first', '--only', 'metadata')).toMatchObject({
      result: { deploy: { status: 'Succeeded' } },
    });
    expect(await json('deploy', '--env', 'alone')).toMatchObject({
      name: 'PermissionMissing',
      message: expect.stringContaining('deployer@acme.example lacks'),
    });
    expect(await json('deploy', '--env', 'split')).toMatchObject({
      status: 0,
      result: {
        org: { username: 'deployer@acme.example' },
        credentials: [{ name, outcome: 'set' }],
        checks: expect.arrayContaining([{ link: 'Credential', name, ok: true, message: 'is set' }]),
      },
    });
    expect(await json('credential', 'status', '--env', 'split')).toMatchObject({
      result: { credentials: [{ name, keys: ['ApiKey'] }] },
    });
  });

  it('keyOrg is used for keys, which the deploying user may not access, and without it nothing is sent', async () => {
    const before = await jobs();
    expect(await json('deploy', '--env', 'unseen', '--only', 'keys')).toMatchObject({
      status: 1,
      name: 'PermissionMissing',
      message: expect.stringMatching(/^deployer@acme\.example lacks .*Manage Encryption Keys/),
    });
    // The custodian may do this; now the setting is missing.
    expect(await json('deploy', '--env', 'seen', '--only', 'keys')).toMatchObject({
      name: 'CacheOnlyKeysOff',
    });
    expect(await jobs()).toBe(before);
  });
});
