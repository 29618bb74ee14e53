import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { certificateGet, certificateList } from '../../src/operations/certificate.ts';
import { keyCreate } from '../../src/operations/key/create.ts';
import { keyCreateCacheOnly } from '../../src/operations/key/create-cache-only.ts';
import { keyDestroy } from '../../src/operations/key/destroy.ts';
import { keyList } from '../../src/operations/key/list.ts';
import { keyUpload } from '../../src/operations/key/upload.ts';
import { fleetHome } from './fleet-home.ts';
import { keyOrg } from './key-org.ts';
import { type KeyPlace, keyPlace } from './key-place.ts';

jest.setTimeout(120_000);

const [, custodian = ''] = [
  ...readFileSync('docs/permissions.md', 'utf8').matchAll(/^```xml\n(.*?)^```/gms),
].map(([, xml]) => xml ?? '');
const permissions = [...custodian.matchAll(/<name>(\w+)<\/name>/g)].map(([, name]) =>
  String(name),
) as never[];
const users = [{ username: 'custodian@acme.example', permissions }];
const tokenOf = ({ org }: Pick<KeyPlace, 'org'>) =>
  org.users.find(({ username }) => username === 'custodian@acme.example')?.accessToken;

let close: () => Promise<void>;
afterEach(() => close());

describe('The permission set of the key custodian, in docs/permissions.md', () => {
  it('suffices for the keys of an org', async () => {
    const place = await keyPlace({ seed: { users } });
    close = place.close;
    process.env.SF_ACCESS_TOKEN = tokenOf(place);
    const options = { config: place.config };
    await keyCreate({ ...options, type: 'Data' });
    await keyUpload({
      ...options,
      type: 'Analytics',
      certificate: 'AcmeByok',
      material: { kind: 'generate' },
    });
    await keyDestroy({ ...options, type: 'Data', version: 1, confirm: 'Data:1' });
    expect((await keyList(options)).keys.map(({ status }) => status)).toEqual([
      'DESTROYED',
      'ACTIVE',
      'ACTIVE',
    ]);
    const [certificate] = (await certificateList(options)).certificates;
    expect(certificate?.name).toBe('AcmeByok');
    // The org's time advances during the test.
    expect([730, 731]).toContain(certificate?.daysLeft);
    expect((await certificateGet({ ...options, name: 'AcmeByok' })).bits).toBe(4096);
  });

  it("suffices for cache-only keys, although it can't read the settings", async () => {
    const place = await keyOrg({ seed: { users } });
    close = place.close;
    await place.put({ keys: '' });
    await place.deploy();
    process.env.SF_ACCESS_TOKEN = tokenOf(place);
    const remote = { identifier: 'acme-data-1', namedCredential: 'AcmeKeys', certificate: 'AcmeByok' };
    expect(await keyCreateCacheOnly({ config: place.config, type: 'Data', ...remote })).toMatchObject({
      key: { status: 'ACTIVE' },
      probe: { outcome: 'proven' },
      callout: { statusCode: 'SUCCESS' },
    });
  });
});

describe('keyOrg', () => {
  it('signs in for key work that the deploying user may not do', async () => {
    const deployer = {
      username: 'deployer@acme.example',
      permissions: ['ApiEnabled', 'ModifyMetadata', 'ViewSetup'],
    };
    const home = await fleetHome(1, { seed: { users: [deployer as never, ...users] } });
    close = () => home.close();
    await home.write(`version: 1
apiVersion: "66.0"
environments:
  alone: { targetOrg: deployer }
  split: { targetOrg: deployer, keyOrg: custodian }
`);
    const [org] = home.orgs;
    for (const alias of ['deployer', 'custodian']) {
      const user = org?.users.find(({ username }) => username === `${alias}@acme.example`);
      await home.logIn(alias, { url: org?.url ?? '', accessToken: user?.accessToken ?? '' });
    }
    const json = async (...line: readonly string[]) =>
      JSON.parse((await home.keyway(...line, '--json')).stdout);
    const line = ['key', 'create', '--type', 'Data'];
    expect(await json(...line, '--env', 'alone')).toMatchObject({
      status: 1,
      name: 'PermissionMissing',
      message: expect.stringContaining(
        'deployer@acme.example lacks permissions for creating keys: Manage Encryption Keys',
      ),
    });
    expect(await json(...line, '--env', 'split')).toMatchObject({
      status: 0,
      result: { org: { username: 'deployer@acme.example' }, key: { version: 2, status: 'ACTIVE' } },
    });
  });
});
