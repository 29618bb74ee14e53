import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, local } from './configs.ts';
import { type Answer, removeWorkspaces, workspace } from './keyway.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(removeWorkspaces);

const text = expect.any(String);

describe('--json and exit codes', () => {
  it('prints exactly one object in the documented form', async () => {
    const { json } = workspace({ 'keyway.yaml': chain + local });

    expect(await json(['deploy'])).toEqual({
      status: 0,
      result: expect.objectContaining({
        environment: 'local',
        org: { id: expect.stringMatching(/^00D\w{15}$/), username: text, instanceUrl: text, kind: 'local' },
        dryRun: false,
        changes: expect.any(Array),
        notes: expect.any(Array),
        deploy: { id: expect.stringMatching(/^0Af\w{15}$/), status: 'Succeeded' },
        credentials: expect.any(Array),
        assignments: [{ name: 'AcmeKeyAccess → autoproc', outcome: 'assigned' }],
        keys: [],
        checks: expect.any(Array),
      }),
      warnings: [],
    });

    const { result } = await json(['plan']);
    expect(Object.keys(result)).toEqual(expect.arrayContaining(['environment', 'org', 'changes']));
    for (const check of (await json(['verify'])).result.checks as Answer[])
      expect(check).toEqual({
        link: text,
        name: text,
        ok: check.link === 'Credential' ? null : true,
        message: text,
      });
  });

  it('names each change with its type, action, risks and fields', async () => {
    const { json } = workspace({ 'keyway.yaml': chain + local });
    const { changes } = (await json(['plan'])).result;
    expect(changes.map(({ type, name, action }: Answer) => `${action} ${type} ${name}`)).toEqual([
      'create ExternalCredential AcmeKms',
      'create NamedCredential AcmeKeys',
      'create PermissionSet AcmeKeyAccess',
      'create Assignment AcmeKeyAccess → autoproc',
    ]);
    expect(changes[1]).toMatchObject({
      risks: [],
      fields: expect.arrayContaining([{ path: 'parameters.Url', to: 'https://kms.acme.example/v1/keys' }]),
    });
  });

  it('prints one object on failure too: name, message and actions', async () => {
    const { json } = workspace({ 'keyway.yaml': chain + local });
    expect(await json(['deploy', '--env', 'nowhere'])).toEqual({
      status: 1,
      name: text,
      message: expect.stringContaining('nowhere'),
      actions: [expect.stringContaining('local')],
      warnings: [],
    });
  });

  it('exits with 2 if --exit-code is given and there are changes', async () => {
    const { json } = workspace({ 'keyway.yaml': chain + local });
    expect((await json(['plan', '--exit-code'])).status).toBe(2);
    expect((await json(['plan'])).status).toBe(0);
  });

  it('exits with 69 when the wait ends, and names the job that continues', async () => {
    const { json } = workspace({ 'keyway.yaml': chain });
    const org = await startOrg();
    org.stuck = true;
    const ended = await json(['deploy', '--wait', '0'], { env: org.env });
    expect(ended).toMatchObject({ status: 69, data: { deployId: expect.stringMatching(/^0Af\w{15}$/) } });
    expect(await org.toolingQuery('SELECT Id FROM DeployRequest')).toMatchObject([
      { Id: ended.data.deployId },
    ]);
  });

  it('exits with 130 when interrupted, and names the job that continues', async () => {
    const { start } = workspace({ 'keyway.yaml': chain });
    const org = await startOrg();
    org.stuck = true;
    const running = start(['deploy', '--json'], { env: org.env });
    await org.until(({ body }) => body.includes('checkDeployStatus'));
    running.process.kill('SIGINT');
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 130, stderr: 'Stopping…\n' });
    expect(JSON.parse(stdout)).toMatchObject({ status: 130, name: 'Interrupted', data: { deployId: text } });
  });

  it('has no colours in a pipe, and sends no control characters', async () => {
    const { keyway } = workspace({ 'keyway.yaml': chain + local });
    const { stdout } = await keyway(['deploy']);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
  });
});
