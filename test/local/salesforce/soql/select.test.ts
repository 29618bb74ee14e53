import { describe, expect, it } from '@jest/globals';
import { describeQuery, executeSoql, originOf } from '../../../../src/local/salesforce/soql/index.ts';
import { ids, sampleTables } from './tables.ts';

const records = async (soql: string) => (await executeSoql(soql, sampleTables())).records;

describe('What SELECT returns', () => {
  it('returns only the selected fields, in their own spelling', async () => {
    expect(await records("select id, ALIAS from uSER where alias = 'Admin'")).toEqual([
      { Id: ids.admin, Alias: 'Admin' },
    ]);
  });

  it('nests parents by relationship name, over several levels, null if one is missing', async () => {
    const soql = 'SELECT permissionset.name, Assignee.Manager.Alias FROM PermissionSetAssignment';
    expect(await records(soql)).toEqual([
      { PermissionSet: { Name: 'AcmeKeyAccess' }, Assignee: { Manager: null } },
    ]);
  });

  it('accepts the object alias and the object name before a field', async () => {
    expect(await records('SELECT o.Name FROM Organization o')).toEqual([{ Name: 'Acme' }]);
    expect(await records('SELECT Organization.Name FROM Organization')).toEqual([{ Name: 'Acme' }]);
  });

  it("knows a record's type and id even if its id wasn't selected", async () => {
    const [record] = await records('SELECT Assignee.Alias FROM PermissionSetAssignment');
    expect(originOf(record!)).toMatchObject({
      id: ids.assignment,
      type: { name: 'PermissionSetAssignment' },
    });
    expect(originOf(record!.Assignee as object)).toMatchObject({ id: ids.admin, type: { name: 'User' } });
  });

  it('counts with COUNT() and returns no records', async () => {
    const result = await executeSoql('SELECT COUNT() FROM User WHERE IsActive = true', sampleTables());
    expect(result).toMatchObject({ count: 2, records: [] });
  });

  it('groups, with aliases or expr0', async () => {
    expect(await records('SELECT UserType, COUNT(Id) n, MAX(Alias) FROM User GROUP BY UserType')).toEqual([
      { UserType: 'Standard', n: 2, expr0: 'Admin' },
      { UserType: 'AutomatedProcess', n: 1, expr0: 'autoproc' },
    ]);
  });

  it('expands FIELDS(ALL) with a LIMIT of 200', async () => {
    expect(await records('SELECT FIELDS(ALL) FROM Organization LIMIT 1')).toEqual([
      { Id: '00D000000000001AAA', Name: 'Acme', NamespacePrefix: null },
    ]);
    await expect(records('SELECT FIELDS(ALL) FROM Organization')).rejects.toThrow(
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    );
  });

  it('describes its columns without running', async () => {
    const { columns } = await describeQuery(
      'SELECT Id, permissionset.name FROM PermissionSetAssignment',
      sampleTables(),
    );
    expect(columns.map(({ path, field }) => [path, field?.type])).toEqual([
      [['Id'], 'id'],
      [['PermissionSet', 'Name'], 'string'],
    ]);
  });

  it('includes rows that changed after the query was parsed', async () => {
    const tables = sampleTables();
    const soql = 'SELECT COUNT() FROM Organization';
    expect((await executeSoql(soql, tables)).count).toBe(1);
    tables.data.Organization = [];
    expect((await executeSoql(soql, tables)).count).toBe(0);
  });
});

describe('The order of rows', () => {
  const aliases = async (tail: string) =>
    (await records(`SELECT Alias FROM User ${tail}`)).map((r) => r.Alias);

  it('ignores case', async () => {
    expect(await aliases('ORDER BY Alias')).toEqual(['100%_a', 'Admin', 'autoproc']);
    expect(await aliases('ORDER BY Alias DESC')).toEqual(['autoproc', 'Admin', '100%_a']);
  });

  it('puts nulls first unless NULLS LAST is given', async () => {
    expect(await aliases('ORDER BY ManagerId DESC')).toEqual(['Admin', '100%_a', 'autoproc']);
    expect(await aliases('ORDER BY ManagerId DESC NULLS LAST')).toEqual(['100%_a', 'autoproc', 'Admin']);
  });

  it('follows the values of a picklist, and a parent’s field', async () => {
    expect(await aliases('ORDER BY UserType DESC, Alias')).toEqual(['autoproc', '100%_a', 'Admin']);
    expect(await aliases('ORDER BY Manager.Alias NULLS LAST')).toEqual(['autoproc', '100%_a', 'Admin']);
  });

  it('is applied before OFFSET, then LIMIT', async () => {
    expect(await aliases('ORDER BY Alias LIMIT 1 OFFSET 1')).toEqual(['Admin']);
    expect(await aliases('LIMIT 0')).toEqual([]);
  });
});
