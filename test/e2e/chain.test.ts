import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, example, local } from './configs.ts';
import { type Answer, removeWorkspaces, workspace } from './keyway.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(removeWorkspaces);

describe('the chain, end to end', () => {
  it('goes from nothing to a verified org, with init, validate, plan, deploy and verify', async () => {
    const { keyway, files } = workspace();

    const init = [
      'init',
      '--template',
      'api-key',
      '--name',
      'AcmeKms',
      '--url',
      'https://kms.acme.example/v1',
    ];
    const started = await keyway(init);
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.stdout).toContain('Created keyway.yaml');
    expect(files()).toEqual(['.gitignore', 'keyway.yaml']);

    expect(await keyway(['validate'])).toEqual({
      status: 0,
      stdout: 'keyway.yaml is valid: the base and environment local.\n',
      stderr: '',
    });
    expect(await keyway(['plan', '--exit-code'])).toMatchObject({ status: 2 });
  });

  it('verifies every link of this repository’s example, and has nothing to do the second time', async () => {
    const { keyway } = workspace({ 'keyway.yaml': example });

    const first = await keyway(['deploy']);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/^ {2}\+ Key +AcmeDataKey +Data, cache-only, acme-data-1$/m);
    expect(first.stdout).toMatch(/^✔ Keys {9}AcmeDataKey is ACTIVE \(version 2\)$/m);
    expect(first.stdout).toMatch(
      /^! Certificate AcmeByok for the key service's owner: SHA-256 of its chain [0-9a-f]{64}$/m,
    );
    expect(first.stdout).toMatch(/^✔ Verified {5}(\d+) of \1 links/m);

    const second = await keyway(['deploy']);
    expect(second).toMatchObject({ status: 0, stderr: '' });
    expect(second.stdout).toMatch(
      /^keyway\.yaml, environment local → local org \(embedded\)\nNothing to do\. Verified (\d+) of \1 links/,
    );
    const planned = await keyway(['plan', '--exit-code']);
    expect(planned).toMatchObject({ status: 0, stderr: '' });
    expect(planned.stdout).toMatch(/^Nothing to do\.$/m);
    expect(planned.stdout).not.toContain('\n\n\n');
    const verified = await keyway(['verify']);
    expect(verified.status).toBe(0);
    expect(verified.stdout).toMatch(
      /^ {2}✔ Key +AcmeDataKey +is ACTIVE \(version 2\), last fetched on \S+$/m,
    );
    expect(verified.stdout).toMatch(/^Verified: (\d+) of \1 links/m);
  });

  it('sends one deploy job, and none if there is nothing to do', async () => {
    const { json } = workspace({ 'keyway.yaml': chain });
    const { env, toolingQuery, changing, forget } = await startOrg();
    const jobs = () => toolingQuery('SELECT Id, Status, CheckOnly FROM DeployRequest');

    const first = await json(['deploy'], { env });
    expect(await jobs()).toMatchObject([
      { Id: first.result.deploy.id, Status: 'Succeeded', CheckOnly: false },
    ]);

    forget();
    const second = await json(['deploy'], { env });
    expect(second.result).toMatchObject({ changes: [], deploy: null });
    expect(changing()).toEqual([]);
    expect(await jobs()).toHaveLength(1);
  });

  it('changes nothing in a dry run', async () => {
    const { json } = workspace({ 'keyway.yaml': chain });
    const { env, toolingQuery, query } = await startOrg();

    const { result } = await json(['deploy', '--dry-run'], { env });
    expect(result.deploy.status).toBe('Succeeded');
    expect(await toolingQuery('SELECT CheckOnly FROM DeployRequest')).toMatchObject([{ CheckOnly: true }]);
    expect(await query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).toEqual([]);
    expect((await json(['plan'], { env })).result.changes).toHaveLength(4);
  });

  it('reverts only what somebody changed in the org', async () => {
    const { json } = workspace({ 'keyway.yaml': chain });
    const { env, apex } = await startOrg();
    await json(['deploy'], { env });
    await apex("delete [SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'];");

    const broken = await json(['verify'], { env });
    expect(broken.status).toBe(1);
    expect(broken.result.checks.filter(({ ok }: Answer) => ok === false)).toMatchObject([
      { link: 'Assignment', name: 'AcmeKeyAccess → autoproc' },
    ]);

    const mended = await json(['deploy'], { env });
    expect(mended).toMatchObject({
      status: 0,
      result: { deploy: null, assignments: [{ name: 'AcmeKeyAccess → autoproc', outcome: 'assigned' }] },
    });
  });

  it('writes what an org would return, and --check reports differences on disk', async () => {
    const { keyway, read, write, files } = workspace({ 'keyway.yaml': chain });
    expect(await keyway(['render'])).toMatchObject({ status: 0 });
    const rendered = files().filter((path) => path !== 'keyway.yaml');
    expect(rendered).toEqual([
      'force-app/main/default/externalCredentials/AcmeKms.externalCredential-meta.xml',
      'force-app/main/default/namedCredentials/AcmeKeys.namedCredential-meta.xml',
      'force-app/main/default/permissionsets/AcmeKeyAccess.permissionset-meta.xml',
      'manifest/package.xml',
    ]);
    expect(await keyway(['render', '--check'])).toMatchObject({ status: 0 });

    const path = rendered[0] ?? '';
    const before = read(path);
    write(path, before.replace('Acme KMS', 'Other'));
    const differs = await keyway(['render', '--check']);
    expect(differs.status).toBe(1);
    expect(differs.stderr).toContain(path);
    expect(await keyway(['render'])).toMatchObject({ status: 0 });
    expect(read(path)).toBe(before);
  });

  it('keeps the embedded org’s state beside the config until it is reset', async () => {
    const { json, keyway, files } = workspace({ 'keyway.yaml': chain + local });
    await json(['deploy']);
    expect(files()).toEqual(['.keyway/local-org/state.json', 'keyway.yaml']);
    expect((await json(['plan'])).result.changes).toEqual([]);
    expect(await keyway(['local-org', 'reset'])).toMatchObject({ status: 0 });
    expect((await json(['plan'])).result.changes).toHaveLength(4);
  });
});
