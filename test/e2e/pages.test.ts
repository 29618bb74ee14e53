import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeWorkspaces } from './keyway.ts';
import { elsewhere, seeds, setups } from './page-setups.ts';
import { type PageOrgs, runPage, startOrgs } from './pages.ts';

let orgs: PageOrgs;
beforeAll(async () => {
  orgs = await startOrgs(seeds);
});
afterAll(async () => {
  await orgs.close();
  removeWorkspaces();
});

describe('the commands of a page run as printed, one after the other', () => {
  it.each(Object.keys(setups))(
    '%s',
    async (page) => {
      const { unexpected, differences, commands } = await runPage(page, orgs, setups[page]);
      expect(unexpected).toEqual([]);
      expect(differences.map(({ seen }) => seen)).toEqual(differences.map(({ printed }) => printed));
      expect(commands).toBeGreaterThan(0);
    },
    120_000,
  );
});

it('every page with commands is run, here or elsewhere', () => {
  const pages = globSync('docs/**/*.md').filter((page) => readFileSync(page, 'utf8').includes('\n```sh\n'));
  expect([...Object.keys(setups), ...Object.keys(elsewhere)].sort()).toEqual(pages.sort());
});
