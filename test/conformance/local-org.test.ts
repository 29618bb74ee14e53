import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { combineRehearsals, type Rehearsal, rehearse, sharesOf } from '../../scripts/conformance/made.ts';
import { openCipherTrust } from '../../src/ciphertrust/connection.ts';
import { facts } from '../../src/conformance/facts/index.ts';
import announced from '../../src/conformance/made.json' with { type: 'json' };
import { type Observation, observe } from '../../src/conformance/observe.ts';
import { closeCipherTrusts, PASSWORD, startCipherTrust } from '../local/ciphertrust/started.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

/** Generating keys of 4096 bits takes seconds. */
const certificateKeys = Object.fromEntries(
  ['KwConfCertificate', 'KwConfKeys', 'KwConfYears'].map((name) => [name, privateKey()]),
);

describe('the local org agrees with every fact', () => {
  const places: Place[] = [];
  let seen: readonly Observation[];
  let made: Rehearsal['made'];
  beforeAll(async () => {
    const rehearsals = await Promise.all(
      sharesOf(facts).map(async ({ facts: share, localOrg }) => {
        const beside = await startCipherTrust();
        const place = await placeWithOrg({ ...localOrg, seed: { certificateKeys }, trustedCa: [beside.ca] });
        places.push(place);
        const { url, accessToken } = place.org;
        beside.connect({ connection: 'local-org', url, accessToken });
        const cipherTrust = openCipherTrust({
          url: beside.url,
          ca: beside.ca,
          login: () => ({ username: 'admin', password: PASSWORD }),
        });
        try {
          return await place.as((org) => rehearse(org, share, { cipherTrust }));
        } finally {
          cipherTrust.close();
        }
      }),
    );
    ({ observations: seen, made } = combineRehearsals(rehearsals));
  });
  afterAll(async () => {
    await closeCipherTrusts();
    await Promise.all(places.map((place) => place.close()));
  });

  it('and announces the components of each (npm run generate)', () => {
    expect(made).toEqual(announced);
  });

  it.each(facts)('$id', ({ id, expected }) => {
    expect(seen.find((each) => each.id === id)).toEqual({
      id,
      expected,
      seen: expected,
      verdict: 'agrees',
      why: null,
    });
  });
});

it('an org that differs is reported with its answer', async () => {
  const place = await placeWithOrg();
  try {
    const [fact] = facts;
    if (!fact) throw new Error('no fact');
    const [seen] = await place.as((org) =>
      observe(org, [{ ...fact, expected: 'nothing of the kind' }], { isLocal: true, withKeys: true }),
    );
    expect(seen).toMatchObject({ verdict: 'contradicts', seen: fact.expected });
  } finally {
    await place.close();
  }
});
