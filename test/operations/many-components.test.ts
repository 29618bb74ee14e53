import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
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

/** How often an operation of the Metadata API was asked for, among the last hundred requests. */
const asked = async (operation: string) => {
  const answer = await fetch(`${place.org.url}/local-org/inspector`);
  return [...(await answer.text()).matchAll(new RegExp(`\\b${operation}\\b`, 'g'))].length;
};

describe('reading an org', () => {
  it('of 60 components of each type is one retrieve, not 18 calls of readMetadata', async () => {
    const { changes } = await plan({ config: place.config });
    expect(changes).toHaveLength(180);
    expect([await asked('readMetadata'), await asked('retrieve')]).toEqual([0, 1]);
  });

  it('of ten of each type is a call of readMetadata for each type', async () => {
    await place.write(configOf(10));
    const { changes } = await plan({ config: place.config });
    expect(changes).toHaveLength(30);
    expect([await asked('readMetadata'), await asked('retrieve')]).toEqual([3, 0]);
  });

  it('finds by the one what it finds by the other: what was deployed is there', async () => {
    await deploy({ config: place.config });
    expect((await plan({ config: place.config })).changes).toEqual([]);
    await place.write(configOf(10).replace('label: Keys 7', 'label: Seven'));
    expect((await plan({ config: place.config })).changes).toMatchObject([{ name: 'Keys7' }]);
    await place.write(configOf(60).replace('label: Keys 7', 'label: Seven'));
    expect((await plan({ config: place.config })).changes).toMatchObject([{ name: 'Keys7' }]);
  });
});
