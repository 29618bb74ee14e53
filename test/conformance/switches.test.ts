import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { facts } from '../../src/conformance/facts/index.ts';
import { observe } from '../../src/conformance/observe.ts';
import { ASSUMPTIONS, type Assumption } from '../../src/local/salesforce/assumptions.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { placeWithOrg } from '../operations/org-and-config.ts';

const key = privateKey();
const certificateKeys = { KwConfCertificate: key, KwConfKeys: key, KwConfYears: key };

it.each(Object.entries(ASSUMPTIONS) as [Assumption, string][])(
  'an org with %s contradicts the fact %s',
  async (assumption, id) => {
    const fact = facts.find((each) => each.id === id);
    if (!fact) throw new Error(`no fact ${id}`);
    const place = await placeWithOrg({ seed: { certificateKeys, assumptions: [assumption] } });
    try {
      const [seen] = await place.as((org) => observe(org, [fact], { isLocal: true, withKeys: true }));
      expect(seen).toMatchObject({ id, verdict: 'contradicts' });
    } finally {
      await place.close();
    }
  },
);

it('docs/assumptions.md lists every switch with its fact', () => {
  const page = readFileSync('docs/assumptions.md', 'utf8');
  const listed = [...page.matchAll(/^\| `(\w+)` \| `([\w-]+)` \|$/gm)].map(([, name, fact]) => [name, fact]);
  expect(Object.fromEntries(listed)).toEqual(ASSUMPTIONS);
});
