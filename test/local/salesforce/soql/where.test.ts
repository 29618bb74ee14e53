import { describe, expect, it } from '@jest/globals';
import { type Binds, executeSoql } from '../../../../src/local/salesforce/soql/index.ts';
import { ids, sampleTables } from './tables.ts';

const now = () => new Date('2026-11-22T10:00:00Z');

async function users(where: string, binds?: Binds): Promise<unknown[]> {
  const result = await executeSoql(`SELECT Alias FROM User WHERE ${where}`, sampleTables(), binds, now);
  return result.records.map(({ Alias }) => Alias);
}

describe('WHERE', () => {
  it.each([
    ["Alias = 'ADMIN'", ['Admin']],
    ["Alias != 'admin'", ['autoproc', '100%_a']],
    ["Alias <> 'admin'", ['autoproc', '100%_a']],
    ["Alias > 'ADMIN'", ['autoproc']],
    ['NumberOfFailedLogins >= 3', ['100%_a']],
    ['NumberOfFailedLogins < 3', ['Admin', 'autoproc']],
    ['IsActive = FALSE', ['100%_a']],
    ['ManagerId = null', ['Admin']],
    ["ManagerId = ''", ['Admin']],
    ['ManagerId != NULL', ['autoproc', '100%_a']],
    ["Manager.Alias = 'admin'", ['autoproc']],
    ['Manager.Alias = null', ['Admin']],
    ["Manager.Manager.Alias = 'Admin'", ['100%_a']],
  ])('%s', async (where, expected) => {
    expect(await users(where)).toEqual(expected);
  });

  it('treats ids of 15 and 18 characters as equal', async () => {
    expect(await users(`Id = '${ids.auto.slice(0, 15)}'`)).toEqual(['autoproc']);
    expect(await users(`ManagerId IN ('${ids.auto}')`)).toEqual(['100%_a']);
  });

  it('supports % and _ in LIKE, and their escapes', async () => {
    expect(await users("Alias LIKE 'A%'")).toEqual(['Admin', 'autoproc']);
    expect(await users("Alias LIKE '_dmin'")).toEqual(['Admin']);
    expect(await users("Alias LIKE '100\\%\\_%'")).toEqual(['100%_a']);
    expect(await users("Alias LIKE 'a\\%%'")).toEqual([]);
    expect(await users("(NOT Alias LIKE 'a%')")).toEqual(['100%_a']);
  });

  it('decodes escapes, so that a quote stays data', async () => {
    expect(await users("Alias = 'x\\' OR Alias != \\''")).toEqual([]);
    expect(await users("Alias = '\\u0041dmin'")).toEqual(['Admin']);
  });

  it('combines AND and OR in brackets', async () => {
    expect(
      await users("(Alias = 'admin' OR Alias = 'autoproc') AND IsActive = true AND ManagerId = null"),
    ).toEqual(['Admin']);
    expect(await users("NOT (Alias = 'admin' OR Alias = 'autoproc')")).toEqual(['100%_a']);
  });

  it('joins with IN and NOT IN a subquery', async () => {
    expect(await users('Id IN (SELECT AssigneeId FROM PermissionSetAssignment)')).toEqual(['Admin']);
    const named = "SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Other'";
    expect(await users(`Id NOT IN (${named})`)).toHaveLength(3);
  });

  it.each([
    ['CreatedDate = TODAY', ['Admin']],
    ['CreatedDate < today', ['autoproc', '100%_a']],
    ['CreatedDate = YESTERDAY', []],
    ['CreatedDate = LAST_N_DAYS:1', ['Admin']],
    ['CreatedDate = LAST_N_DAYS:2', ['Admin', 'autoproc', '100%_a']],
    ['CreatedDate = N_DAYS_AGO:2', ['autoproc', '100%_a']],
    ['CreatedDate >= 2026-11-22T09:00:00+01:00', ['Admin']],
    ['CreatedDate > 2026-11-22T08:00:00Z', []],
  ])('%s', async (where, expected) => {
    expect(await users(where)).toEqual(expected);
  });

  it('binds values, lists and null, which never become part of the text', async () => {
    expect(await users('Alias = :a', { a: 'admin' })).toEqual(['Admin']);
    expect(await users('ManagerId = :a', { a: null })).toEqual(['Admin']);
    expect(await users('Alias IN :names', { names: ['ADMIN', "x' OR Alias != '"] })).toEqual(['Admin']);
    expect(await users('Alias NOT IN :names', { names: [] })).toHaveLength(3);
    expect(await users('CreatedDate > :d', { d: '2026-11-22T07:00:00.000+0000' })).toEqual(['Admin']);
  });
});
