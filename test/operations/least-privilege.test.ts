import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isBroken } from '../../src/kinds/link-check.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { clientOf } from '../local/salesforce/client.ts';
import { packageXml } from '../local/salesforce/samples.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

const [deployer = '', custodian = ''] = [
  ...readFileSync('docs/permissions.md', 'utf8').matchAll(/^```xml\n(.*?)^```/gms),
].map(([, xml]) => xml ?? '');
const namesOf = (xml: string) => [...xml.matchAll(/<name>(\w+)<\/name>/g)].map(([, name]) => String(name));

let place: Place;
afterEach(() => place.close());

/** A place whose user has exactly these permissions. */
const placeOf = async (permissions: readonly string[]) => {
  const username = 'ci@acme.example';
  place = await placeWithOrg({ seed: { users: [{ username, permissions: permissions as never }] } });
  const user = place.org.users.find((one) => one.username === username);
  process.env.SF_ACCESS_TOKEN = user?.accessToken;
};

describe('The permission sets of docs/permissions.md', () => {
  it('deploy unchanged', async () => {
    place = await placeWithOrg();
    const { status } = await clientOf(place.org).deploy({
      'package.xml': packageXml(['PermissionSet/KeywayDeployer', 'PermissionSet/KeywayKeyCustodian']),
      'permissionsets/KeywayDeployer.permissionset': deployer,
      'permissionsets/KeywayKeyCustodian.permissionset': custodian,
    });
    expect(status).toBe('Succeeded');
  });

  it('let the deployer deploy and verify the whole chain, as the local org interprets them', async () => {
    await placeOf(namesOf(deployer));
    const { checks, deploy: job } = await deploy({ config: place.config });
    expect(job).toMatchObject({ status: 'Succeeded' });
    expect(isBroken(checks)).toBe(false);
  });

  it.each(namesOf(deployer).filter((name) => name !== 'ViewSetup'))(
    'contain nothing unnecessary for the deployer: without %s the deploy is refused',
    async (name) => {
      await placeOf(namesOf(deployer).filter((other) => other !== name));
      await expect(deploy({ config: place.config })).rejects.toThrow();
    },
  );

  it("don't let the key custodian read or deploy metadata", async () => {
    await placeOf(namesOf(custodian));
    await expect(plan({ config: place.config })).rejects.toMatchObject({ code: 'PermissionMissing' });
  });
});
