import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from './client.ts';
import { chain } from './samples.ts';

afterEach(closeAll);

const readAuditTrail = async ({ query }: Client): Promise<readonly Record<string, string>[]> =>
  (
    await query(
      'SELECT Id, Action, Section, Display, CreatedDate, CreatedById, CreatedBy.Username FROM SetupAuditTrail ORDER BY CreatedDate, Id',
    )
  ).body.records;
const actions = async (client: Client) => (await readAuditTrail(client)).map(({ Action }) => Action);

const assign = async ({ query, rest }: Client) => {
  const [set] = (await query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).body.records;
  const [user] = (await query("SELECT Id FROM User WHERE Alias = 'autoproc'")).body.records;
  const rows = '/services/data/v66.0/sobjects/PermissionSetAssignment';
  const { body } = await rest('POST', rows, { PermissionSetId: set.Id, AssigneeId: user.Id });
  return { remove: () => rest('DELETE', `${rows}/${body.id}`), userId: user.Id };
};

describe('the setup audit trail (Object Reference, SetupAuditTrail)', () => {
  it('shows who created which component, and when', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const rows = await readAuditTrail(client);
    expect(rows.map(({ Display }) => Display)).toEqual([
      'Created a new external credential: AcmeKms',
      'Created a new named credential: AcmeKeys',
      'Created permission set AcmeKeyAccess: with no license',
    ]);
    expect(rows[2]).toMatchObject({
      Id: expect.stringMatching(/^0Ym\w{15}$/),
      Action: 'PermSetCreateNoLicense',
      Section: 'Manage Users',
      CreatedBy: { Username: client.org.username },
      CreatedDate: expect.stringMatching(/^\d{4}-.*\+0000$/),
    });
  });

  it('has no entries for what changed nothing: a dry run, a repetition, a failed job, the seed', async () => {
    const { 'package.xml': _, ...components } = chain();
    const client = await startOrg({ seed: { components, assignments: { AcmeKeyAccess: ['autoproc'] } } });
    await client.deploy(chain());
    await client.deploy(
      { ...chain(), 'permissionsets/AcmeKeyAccess.permissionset': 'broken' },
      { rollbackOnError: true },
    );
    expect(await readAuditTrail(client)).toEqual([]);
    const other = await startOrg();
    await other.deploy(chain(), { checkOnly: true });
    expect(await readAuditTrail(other)).toEqual([]);
  });

  it('has assignments and their removal', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { remove, userId } = await assign(client);
    await remove();
    expect((await actions(client)).slice(3)).toEqual(['PermSetAssign', 'PermSetUnassign']);
    expect((await readAuditTrail(client))[3]?.Display).toContain(`(UserID: [${userId.slice(0, 15)}])`);
  });

  it('has deletions by Connect REST', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const path = '/services/data/v66.0/named-credentials/named-credential-setup/AcmeKeys';
    expect((await client.rest('DELETE', path)).status).toBe(204);
    expect((await actions(client)).at(-1)).toBe('namedCredentialDelete');
  });

  it('can be filtered by user and time, and is read-only', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { body } = await client.query(
      "SELECT Id FROM SetupAuditTrail WHERE CreatedBy.Alias = 'autoproc' AND CreatedDate >= 2020-01-01T00:00:00Z",
    );
    expect(body.totalSize).toBe(0);
    const written = await client.rest('POST', '/services/data/v66.0/sobjects/SetupAuditTrail', {});
    expect(written.body[0].errorCode).toBe('INVALID_TYPE_FOR_OPERATION');
  });
});
