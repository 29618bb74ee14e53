import { afterEach, describe, expect, it } from '@jest/globals';
import { APEX, closeAll, startOrg } from './client.ts';
import { chain } from './samples.ts';

afterEach(closeAll);

const ASSIGN = `Id u=[SELECT Id FROM User WHERE Alias='autoproc' AND UserType='AutomatedProcess' LIMIT 1].Id;
Id p=[SELECT Id FROM PermissionSet WHERE Name='AcmeKeyAccess' LIMIT 1].Id;
insert new PermissionSetAssignment(AssigneeId=u,PermissionSetId=p);`;

describe('executeAnonymous by REST (Tooling API)', () => {
  it('assigns a permission set to autoproc', async () => {
    const { apex, deploy, query } = await startOrg();
    await deploy(chain());
    expect((await apex(ASSIGN)).body).toEqual({
      line: -1,
      column: -1,
      compiled: true,
      success: true,
      compileProblem: null,
      exceptionStackTrace: null,
      exceptionMessage: null,
    });
    const { body } = await query(
      "SELECT COUNT() FROM PermissionSetAssignment WHERE Assignee.Alias = 'autoproc' AND PermissionSet.Name = 'AcmeKeyAccess'",
    );
    expect(body.totalSize).toBe(1);
  });

  it('answers 200 with the exception when the block fails', async () => {
    const { apex, deploy } = await startOrg();
    await deploy(chain());
    await apex(ASSIGN);
    const { status, body } = await apex(ASSIGN);
    expect([status, body.compiled, body.success, body.exceptionStackTrace]).toEqual([
      200,
      true,
      false,
      'AnonymousBlock: line 3, column 1',
    ]);
    expect(body.exceptionMessage).toMatch(
      /^System\.DmlException: Insert failed\. First exception on row 0; first error: DUPLICATE_VALUE, Duplicate PermissionSetAssignment\. /,
    );
  });

  it('rolls everything back if the block fails at its end', async () => {
    const { apex, deploy, query } = await startOrg();
    await deploy(chain());
    await apex(`${ASSIGN}\nUser none = [SELECT Id FROM User WHERE Alias = 'nobody'];`);
    expect(
      (await query("SELECT COUNT() FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'"))
        .body.totalSize,
    ).toBe(0);
  });

  it('is refused for a user without Author Apex', async () => {
    const { apex, org } = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: ['ApiEnabled'] }] },
    });
    expect((await apex('Integer i = 1;', org.users[1]?.accessToken)).status).toBe(403);
  });

  it("doesn't let a user without Assign Permission Sets assign", async () => {
    const client = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: ['ApiEnabled', 'AuthorApex'] }] },
    });
    await client.deploy(chain());
    const { body } = await client.apex(ASSIGN, client.org.users[1]?.accessToken);
    expect(body.exceptionMessage).toContain('INSUFFICIENT_ACCESS_OR_READONLY');
  });
});

describe('executeAnonymous by SOAP (Apex WSDL 66.0)', () => {
  const call = (source: string) => `<executeAnonymous><String>${source}</String></executeAnonymous>`;
  const debugging = (level: string) =>
    `<DebuggingHeader xmlns="${APEX}"><categories><category>Apex_code</category><level>${level}</level></categories><debugLevel>None</debugLevel></DebuggingHeader>`;

  it('returns the debug log that its header requests', async () => {
    const { soap } = await startOrg();
    const { text } = await soap('s', call("System.debug('found it');"), { header: debugging('Debug') });
    expect(text).toMatch(/<DebuggingInfo><debugLog>66\.0 APEX_CODE,DEBUG;/);
    expect(text).toMatch(/\|USER_DEBUG\|\[1\]\|DEBUG\|found it/);
    expect(text).toContain('<success>true</success>');
  });

  it('omits entries below the level', async () => {
    const { soap } = await startOrg();
    expect(
      (await soap('s', call("System.debug('found it');"), { header: debugging('Error') })).text,
    ).not.toContain('USER_DEBUG');
  });

  it('returns no log without a request for one', async () => {
    const { soap } = await startOrg();
    expect((await soap('s', call("System.debug('found it');"))).text).not.toContain('DebuggingInfo');
  });

  it('reports a compile error with line and column', async () => {
    const { soap } = await startOrg();
    const { status, text } = await soap('s', call('Nonsense x = 1;'));
    expect(status).toBe(200);
    expect(text).toMatch(/<compiled>false<\/compiled>/);
    expect(text).toMatch(/<line>1<\/line>/);
  });

  it("refuses by name the WSDL's other operations", async () => {
    const { soap } = await startOrg();
    expect((await soap('s', '<runTests/>')).text).toContain('Apex operation runTests is not emulated');
  });
});
