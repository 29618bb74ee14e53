import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { facts } from '../../src/conformance/facts/index.ts';

const page = readFileSync('docs/local-org.md', 'utf8');
const rows = page
  .split('\n## ')
  .filter((section) => section.startsWith('What is emulated'))
  .flatMap((section) => section.split('\n').filter((line) => line.startsWith('| ')))
  .slice(1)
  .map((line) => line.split(' | '))
  .map(([what = '', , , cell = '']) => ({
    what: what.replace(/^\| /, ''),
    ids: [...cell.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id),
  }));
const named = rows.flatMap(({ ids }) => ids);

describe('the table of docs/local-org.md', () => {
  it('is found', () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(rows)('has a fact for: $what', ({ ids }) => {
    expect(ids).not.toEqual([]);
  });

  it('names only existing facts', () => {
    const known = facts.map(({ id }) => id);
    expect(named.filter((id) => !known.includes(id))).toEqual([]);
  });

  it('names every fact about the org', () => {
    const ofTheOrg = facts.filter(({ asks }) => asks !== 'localCipherTrust');
    expect(ofTheOrg.map(({ id }) => id).filter((id) => !named.includes(id))).toEqual([]);
  });
});
