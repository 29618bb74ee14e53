import { describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { verify } from '../../src/operations/verify.ts';
import { setEnvironment, undoAfterTest, workspace } from './workspace.ts';

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { KeyService: { type: NamedPrincipal } }
permissionSets:
  AcmeKeyAccess: { label: Keys, principals: [AcmeKms-KeyService], assignTo: [autoproc], exclusive: true }
`;

/** An org with the chain, and functions that act like another administrator. */
async function deployed() {
  const org = await createLocalOrg();
  undoAfterTest(() => org.close());
  setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: org.url });
  const { config: file } = workspace(config);
  const { checks } = await deploy({ config: file });
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${org.url}/services/data/v66.0${path}`, {
      method,
      headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers of an org, looked at and not typed
    return (await response.json()) as any;
  };
  const rows = async (soql: string) => (await ask('GET', `/query?q=${encodeURIComponent(soql)}`)).records;
  return { file, checks, ask, rows };
}

async function exclusive(file: string) {
  const { checks } = await verify({ config: file });
  return checks.find(({ link }) => link === 'Exclusive');
}

describe('exclusive, in an org', () => {
  it('passes after a deploy', async () => {
    const { checks } = await deployed();
    expect(checks.find(({ link }) => link === 'Exclusive')).toMatchObject({ ok: true });
  });

  it('fails if a profile grants the principal, and names it', async () => {
    const { file, ask, rows } = await deployed();
    const [grant] = await rows(
      "SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalCredentialParameter'",
    );
    const [owned] = await rows(
      "SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND Profile.Name = 'System Administrator'",
    );
    const made = await ask('POST', '/sobjects/SetupEntityAccess', {
      ParentId: owned.Id,
      SetupEntityId: grant.SetupEntityId,
    });
    expect(made.success).toBe(true);
    expect(await exclusive(file)).toMatchObject({
      ok: false,
      message: expect.stringContaining('profile System Administrator grants AcmeKms-KeyService'),
    });
  });

  it('fails if somebody else has the permission set; deploy removes that only with approval', async () => {
    const { file, ask, rows } = await deployed();
    const [set] = await rows("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'");
    const [user] = await rows("SELECT Id, Username FROM User WHERE UserType = 'Standard'");
    await ask('POST', '/sobjects/PermissionSetAssignment', { AssigneeId: user.Id, PermissionSetId: set.Id });
    expect(await exclusive(file)).toMatchObject({
      ok: false,
      message: `others can use its principals: ${user.Username} by permission set AcmeKeyAccess`,
    });
    await expect(deploy({ config: file })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining(`assignment-removal: AcmeKeyAccess → ${user.Username}`),
    });
    const { assignments } = await deploy({ config: file, allow: ['assignment-removal'] });
    expect(assignments).toEqual([{ name: `AcmeKeyAccess → ${user.Username}`, outcome: 'unassigned' }]);
    expect(await exclusive(file)).toMatchObject({ ok: true });
  });
});
