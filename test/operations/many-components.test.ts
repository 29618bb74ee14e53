import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { verify } from '../../src/operations/verify.ts';
import { countedOrg } from './counted-org.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

const numbers = Array.from({ length: 60 }, (_, n) => n);

const configOf = (count: number) => {
  const all = (line: (n: number) => string) => numbers.slice(0, count).map(line).join('\n');
  return `version: 1
apiVersion: "66.0"
externalCredentials:
${all((n) => `  Kms${n}: { label: Kms ${n}, authentication: { protocol: Custom }, principals: { Service: { type: NamedPrincipal } } }`)}
namedCredentials:
${all((n) => `  Keys${n}: { label: Keys ${n}, url: "https://kms${n}.acme.example/v1", externalCredential: Kms${n} }`)}
permissionSets:
${all((n) => `  Access${n}: { label: Access ${n}, principals: [Kms${n}-Service] }`)}
environments:
  test: { default: true }
`;
};

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg({}, configOf(60));
});
afterEach(() => place.close());

/** The number of calls of a Metadata API operation among the last hundred requests. */
const asked = async (operation: string) => {
  const answer = await fetch(`${place.org.url}/local-org/inspector`);
  return [...(await answer.text()).matchAll(new RegExp(`\\b${operation}\\b`, 'g'))].length;
};

describe('An org of 180 components, with no credentials in the file', () => {
  it('is planned, changed and verified in a few requests, however many principals it has', async () => {
    await deploy({ config: place.config });
    const door = await countedOrg(place.org, { delay: 0 });
    process.env.SF_ORG_INSTANCE_URL = door.url;
    const polled = /checkRetrieveStatus|checkDeployStatus/;
    const sent = async (work: () => Promise<unknown>) =>
      (await door.count(work)).requests.map(({ name }) => name).filter((name) => !polled.test(name));
    try {
      expect((await sent(() => plan({ config: place.config }))).length).toBeLessThanOrEqual(5);
      await place.write(configOf(60).replace('label: Kms 7,', 'label: Seven,'));
      const changed = await sent(() => deploy({ config: place.config }));
      expect(changed.length).toBeLessThanOrEqual(14);
      // Only the changed component and those that contain its name are read back: Kms7's, no others.
      expect(changed.filter((name) => name.includes('retrieve'))).toHaveLength(1);
      expect(changed.filter((name) => name.includes('readMetadata')).sort()).toEqual([
        'POST /services/Soap/m/66.0 readMetadata ExternalCredential',
        'POST /services/Soap/m/66.0 readMetadata NamedCredential',
        'POST /services/Soap/m/66.0 readMetadata PermissionSet',
      ]);
      const verified = await sent(() => verify({ config: place.config }));
      expect(verified.length).toBeLessThanOrEqual(6);
      expect(verified.filter((name) => name.includes('/named-credentials/'))).toEqual([
        'GET /services/data/v66.0/named-credentials/external-credentials',
      ]);
    } finally {
      await door.close();
    }
  });
});

describe('reading an org', () => {
  it('with 60 components of each type takes one retrieve, not 18 calls of readMetadata', async () => {
    const { changes } = await plan({ config: place.config });
    expect(changes).toHaveLength(180);
    expect([await asked('readMetadata'), await asked('retrieve')]).toEqual([0, 1]);
  });

  it('with ten of each type takes a call of readMetadata for each type', async () => {
    await place.write(configOf(10));
    const { changes } = await plan({ config: place.config });
    expect(changes).toHaveLength(30);
    expect([await asked('readMetadata'), await asked('retrieve')]).toEqual([3, 0]);
  });

  it('gives the same result by both: what was deployed is there', async () => {
    await deploy({ config: place.config });
    expect((await plan({ config: place.config })).changes).toEqual([]);
    await place.write(configOf(10).replace('label: Keys 7', 'label: Seven'));
    expect((await plan({ config: place.config })).changes).toMatchObject([{ name: 'Keys7' }]);
    await place.write(configOf(60).replace('label: Keys 7', 'label: Seven'));
    expect((await plan({ config: place.config })).changes).toMatchObject([{ name: 'Keys7' }]);
  });
});
