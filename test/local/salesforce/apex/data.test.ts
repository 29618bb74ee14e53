import { describe, expect, it } from '@jest/globals';
import { ids } from '../soql/tables.ts';
import { runAndReadDebug, runApex, sampleHost } from './host.ts';

const failure = async (source: string) => (await runApex(source)).exceptionMessage;

describe('Queries in Apex', () => {
  it('need exactly one row for a record', async () => {
    expect(await failure("User u = [SELECT Id FROM User WHERE Alias = 'x'];")).toBe(
      'System.QueryException: List has no rows for assignment to SObject',
    );
    expect(await failure('System.debug([SELECT Id FROM User].Id);')).toBe(
      'System.QueryException: List has more than 1 row for assignment to SObject',
    );
  });

  it('allow reading only selected fields and the id', async () => {
    expect(await failure('User u = [SELECT Id FROM User LIMIT 1]; System.debug(u.Alias);')).toBe(
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: User.Alias',
    );
    expect(await runAndReadDebug('User u = [SELECT Alias FROM User LIMIT 1]; System.debug(u.Id);')).toEqual([
      ids.admin,
    ]);
  });

  it('include parents; a missing parent gives null', async () => {
    const source = `PermissionSetAssignment a = [SELECT Assignee.Alias, Assignee.Manager.Alias FROM PermissionSetAssignment];
      System.debug(a.Assignee.Alias + ' ' + a.Assignee.Manager.Alias);`;
    expect(await runAndReadDebug(source)).toEqual(['Admin null']);
  });

  it('bind expressions, lists, sets, records and null', async () => {
    const source = `List<String> names = new List<String>{'admin', 'autoproc'};
      User boss = [SELECT Id FROM User WHERE Alias = :names[0]];
      String none;
      System.debug([SELECT COUNT() FROM User WHERE Alias IN :names]);
      System.debug([SELECT COUNT() FROM User WHERE ManagerId = :boss.Id]);
      System.debug([SELECT COUNT() FROM User WHERE Id IN :new List<User>{boss}]);
      System.debug([SELECT COUNT() FROM User WHERE ManagerId = :none LIMIT :names.size()]);`;
    expect(await runAndReadDebug(source)).toEqual(['2', '1', '1', '1']);
  });

  it('can be iterated, mapped by id and aggregated', async () => {
    const source = `for (User u : [SELECT Alias FROM User ORDER BY Alias]) System.debug(u.Alias);
      Map<Id, User> byId = new Map<Id, User>([SELECT Alias FROM User]);
      System.debug(byId.get('${ids.auto}').Alias);
      for (AggregateResult r : [SELECT COUNT(Id) n FROM User]) System.debug(r.get('n'));`;
    expect(await runAndReadDebug(source)).toEqual(['100%_a', 'Admin', 'autoproc', 'autoproc', '3']);
  });

  it('can be built from text, which can use variables', async () => {
    const source = `String a = 'Admin'; List<User> l = Database.query('SELECT Id FROM User WHERE Alias = :a'); System.debug(l.size());`;
    expect(await runAndReadDebug(source)).toEqual(['1']);
    expect(await failure("Database.query('SELECT Nope FROM User');")).toContain(
      "No such column 'Nope' on entity 'User'",
    );
  });
});

describe('DML', () => {
  const twins = `List<PermissionSetAssignment> l = new List<PermissionSetAssignment>{
    new PermissionSetAssignment(AssigneeId = '${ids.auto}', PermissionSetId = '${ids.keys}'),
    new PermissionSetAssignment(AssigneeId = '${ids.admin}', PermissionSetId = '${ids.keys}') };`;

  it('is atomic, even if the exception is caught', async () => {
    const host = sampleHost();
    const source = `${twins} try { insert l; } catch (DmlException e) {
      System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + (e.getDmlType(0) == StatusCode.DUPLICATE_VALUE));
      System.debug(e.getDmlMessage(0)); System.debug(l[0].Id); }`;
    expect(await runAndReadDebug(source, host)).toEqual([
      '1 1 true',
      `Duplicate PermissionSetAssignment. Assignee: ${ids.admin}; Permission Set: ${ids.keys}`,
      'null',
    ]);
    expect(host.data.PermissionSetAssignment).toHaveLength(1);
  });

  it('processes the other records with allOrNone false', async () => {
    const host = sampleHost();
    const source = `${twins} for (Database.SaveResult r : Database.insert(l, false)) {
      System.debug(r.isSuccess() ? 'ok' : r.getErrors()[0].getStatusCode() + ' ' + r.getErrors()[0].getFields()); }`;
    expect(await runAndReadDebug(source, host)).toEqual([
      'ok',
      'DUPLICATE_VALUE (AssigneeId, PermissionSetId)',
    ]);
    expect(host.data.PermissionSetAssignment).toHaveLength(2);
  });

  it('gives new records their id, updates and deletes', async () => {
    const host = sampleHost();
    const source = `PermissionSetAssignment a = new PermissionSetAssignment(AssigneeId = '${ids.auto}', PermissionSetId = '${ids.keys}');
      insert a; System.debug(a.Id); delete a;
      User u = [SELECT Id FROM User WHERE Alias = 'admin']; u.Alias = 'boss'; update u;`;
    expect(await runAndReadDebug(source, host)).toEqual(['0Pa000000000101AAA']);
    expect(host.data.PermissionSetAssignment).toHaveLength(1);
    expect(host.data.User![0]).toMatchObject({ Alias: 'boss', IsActive: true });
  });

  it('requires an id for update and none for insert', async () => {
    expect(await failure("update new User(Alias = 'x');")).toBe(
      'System.DmlException: Update failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in an update call: []',
    );
    expect(await failure(`insert new User(Id = '${ids.admin}');`)).toBe(
      `System.DmlException: Insert failed. First exception on row 0 with id ${ids.admin}; first error: INVALID_FIELD_FOR_INSERT_UPDATE, cannot specify Id in an insert call: [Id]`,
    );
  });
});
