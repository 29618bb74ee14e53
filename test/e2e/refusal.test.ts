import { afterEach, describe, expect, it } from '@jest/globals';
import { chain } from './configs.ts';
import { removeWorkspaces, workspace } from './keyway.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(removeWorkspaces);

/** Edit without Read, which the org refuses. */
const refused = chain.replace(
  '    assignTo: [autoproc]\n',
  '    assignTo: [autoproc]\n    userExternalCredentials: [allowEdit]\n',
);

describe('a component that the org refuses', () => {
  it('is reported in the org’s words, with its line in the rendered file and in keyway.yaml, and nothing changes', async () => {
    const org = await startOrg();
    const { keyway } = workspace({ 'keyway.yaml': refused });
    const { status, stdout, stderr } = await keyway(['deploy'], { env: org.env });

    expect(status).toBe(1);
    const line = refused.split('\n').findIndex((text) => text.includes('allowEdit')) + 1;
    expect(stderr).toContain('The org rejected the deploy. Nothing was changed');
    expect(stderr).toMatch(
      new RegExp(
        `keyway\\.yaml:${line}:\\d+ PermissionSet AcmeKeyAccess: .*depends on.*\\.permissionset, line \\d+`,
      ),
    );
    expect(stdout).toContain('✖ Metadata');
    expect(stderr + stdout).not.toMatch(/^ {4}at /m);
    expect(await org.query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).toEqual([]);
  });

  it('is a failure with its parts in --json', async () => {
    const org = await startOrg();
    const { json } = workspace({ 'keyway.yaml': refused });
    expect(await json(['deploy'], { env: org.env })).toMatchObject({
      status: 1,
      name: 'DeployFailed',
      actions: [expect.stringContaining('0Af')],
      data: {
        deploy: { id: expect.stringMatching(/^0Af/), status: 'Failed' },
        failures: [{ type: 'PermissionSet', fullName: 'AcmeKeyAccess', problem: expect.any(String) }],
      },
    });
  });

  it("isn't sent if the user lacks a permission, which is named", async () => {
    const org = await startOrg({
      seed: {
        users: [
          { username: 'reader@acme.example', permissions: ['ApiEnabled', 'ViewSetup', 'ModifyMetadata'] },
        ],
      },
    });
    const reader = org.org.users.find(({ username }) => username === 'reader@acme.example');
    const { json } = workspace({ 'keyway.yaml': chain });
    const env = { ...org.env, SF_ACCESS_TOKEN: reader?.accessToken ?? '' };
    const stopped = await json(['deploy'], { env });
    expect(stopped.status).toBe(1);
    expect(stopped.message).toContain('reader@acme.example');
    expect(stopped.message).toMatch(/Manage Named Credentials|Customize Application/);
    expect(org.changing()).toEqual([]);
  });
});
