import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, local } from './configs.ts';
import { removeWorkspaces, workspace } from './keyway.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(removeWorkspaces);

const production = '  production: { targetOrg: acme-prod }\n';

describe('the wrong org', () => {
  it("isn't chosen by SF_TARGET_ORG if the environment names its own", async () => {
    const { json } = workspace({ 'keyway.yaml': chain + local + production });
    const { status, result } = await json(['deploy'], { env: { SF_TARGET_ORG: 'acme-prod' } });
    expect({ status, kind: result.org.kind }).toEqual({ status: 0, kind: 'local' });
  });

  it.each([
    [['-o', 'acme-prod'], 'production'],
    [['--env', 'production', '-o', 'local'], 'local'],
  ])('is refused if -o names an org of another environment: %j', async (args, other) => {
    const { keyway, files } = workspace({ 'keyway.yaml': chain + local + production });
    const { status, stdout, stderr } = await keyway(['deploy', '--yes', ...args]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`belongs to environment ${other}`);
    expect(stderr).toContain(`--env ${other}`);
    expect(files()).toEqual(['keyway.yaml']);
  });

  it('is refused if it belongs to another environment, whatever token is given', async () => {
    const org = await startOrg();
    const environments = `environments:
  uat: { targetOrg: uat, default: true }
  production: { targetOrg: ${org.org.username} }
`;
    const { json } = workspace({ 'keyway.yaml': chain + environments });
    const refused = await json(['deploy', '--yes'], { env: org.env });
    expect(refused).toMatchObject({ status: 1, name: 'OrgOfOtherEnvironment' });
    expect(org.changing()).toEqual([]);
  });

  it("is refused if its id differs from the environment's", async () => {
    const org = await startOrg();
    const environments = 'environments:\n  uat: { targetOrg: uat, orgId: 00D000000000001AAA }\n';
    const { json } = workspace({ 'keyway.yaml': chain + environments });
    const refused = await json(['deploy', '--yes'], { env: org.env });
    expect(refused).toMatchObject({ status: 1, name: 'OrgIdDiffers' });
    expect(refused.message).toContain(org.org.orgId);
    expect(refused.message).toContain('00D000000000001AAA');
    expect(org.changing()).toEqual([]);
  });

  it('is refused as production without --yes, whatever the file says', async () => {
    const org = await startOrg({ kind: 'production' });
    const { json } = workspace({ 'keyway.yaml': chain });
    const refused = await json(['deploy'], { env: org.env });
    expect(refused).toMatchObject({
      status: 1,
      name: 'ProtectedOrg',
      actions: [expect.stringContaining('--yes')],
    });
    expect(org.changing()).toEqual([]);

    expect(await json(['deploy', '--dry-run'], { env: org.env })).toMatchObject({ status: 0 });
    expect(await json(['deploy', '--yes'], { env: org.env })).toMatchObject({
      status: 0,
      result: { org: { kind: 'production' } },
    });
  });

  it('is refused as protected by the file without --yes', async () => {
    const org = await startOrg();
    const environments = 'environments:\n  uat: { targetOrg: uat, protected: true }\n';
    const { json } = workspace({ 'keyway.yaml': chain + environments });
    expect(await json(['deploy'], { env: org.env })).toMatchObject({ status: 1, name: 'ProtectedOrg' });
    expect(org.changing()).toEqual([]);
    expect(await json(['deploy', '--yes'], { env: org.env })).toMatchObject({ status: 0 });
  });
});
