import { describe, expect, it } from '@jest/globals';
import { ids } from '../soql/tables.ts';
import { runAndReadDebug, runApex, sampleHost } from './host.ts';

const assignToAutoproc = `
String ns = [SELECT NamespacePrefix FROM Organization LIMIT 1].NamespacePrefix;
Id p = [SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess' AND NamespacePrefix = :ns LIMIT 1].Id;
List<User> users = [SELECT Id FROM User WHERE Alias = 'autoproc' AND UserType = 'AutomatedProcess'];
for (User user : users) {
  Id u = user.Id;
  if ([SELECT COUNT() FROM PermissionSetAssignment WHERE AssigneeId = :u AND PermissionSetId = :p] == 0) {
    insert new PermissionSetAssignment(AssigneeId = u, PermissionSetId = p);
    System.debug('assigned');
  }
}`;

describe('Assigning a permission set to the Automated Process user', () => {
  it('assigns it once, to the set of the org’s own namespace', async () => {
    const host = sampleHost();
    expect(await runAndReadDebug(assignToAutoproc, host)).toEqual(['assigned']);
    expect(await runAndReadDebug(assignToAutoproc, host)).toEqual([]);
    expect(host.data.PermissionSetAssignment).toHaveLength(2);
    expect(host.data.PermissionSetAssignment![1]).toMatchObject({
      AssigneeId: ids.auto,
      PermissionSetId: ids.keys,
    });
  });

  it('answers in the form of executeAnonymous', async () => {
    expect(await runApex("System.debug('a' + 1);\nSystem.debug(null);")).toEqual({
      compiled: true,
      success: true,
      line: -1,
      column: -1,
      compileProblem: null,
      exceptionMessage: null,
      exceptionStackTrace: null,
      log: ['10:00:00.000 (0)|USER_DEBUG|[1]|DEBUG|a1', '10:00:00.000 (0)|USER_DEBUG|[2]|DEBUG|null'],
    });
  });

  it('reports an existing assignment as Salesforce does', async () => {
    const source = `\ninsert new PermissionSetAssignment(AssigneeId='${ids.admin}', PermissionSetId='${ids.keys}');`;
    expect(await runApex(source)).toMatchObject({
      compiled: true,
      success: false,
      line: 2,
      column: 1,
      exceptionMessage: `System.DmlException: Insert failed. First exception on row 0; first error: DUPLICATE_VALUE, Duplicate PermissionSetAssignment. Assignee: ${ids.admin}; Permission Set: ${ids.keys}: [AssigneeId, PermissionSetId]`,
      exceptionStackTrace: 'AnonymousBlock: line 2, column 1',
    });
  });

  it('rolls everything back if the block fails later', async () => {
    const host = sampleHost();
    const result = await runApex(
      `${assignToAutoproc}\nUser nobody = [SELECT Id FROM User WHERE Alias = 'x'];`,
      host,
    );
    expect(result.exceptionMessage).toBe('System.QueryException: List has no rows for assignment to SObject');
    expect(host.data.PermissionSetAssignment).toHaveLength(1);
  });

  it('treats a name that tries to break out as data', async () => {
    expect(
      await runAndReadDebug(
        "String n = '\\'; delete [SELECT Id FROM User]; //\\\\';\nSystem.debug(n);\nSystem.debug([SELECT COUNT() FROM User WHERE Alias = :n]);",
      ),
    ).toEqual(["'; delete [SELECT Id FROM User]; //\\", '0']);
  });
});
