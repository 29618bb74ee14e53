import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { history } from '../../src/operations/history.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { deploy as sendJob } from '../../src/salesforce/index.ts';
import { configText, type Place, placeWithOrg, secret } from './org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

const run = (more: Partial<Parameters<typeof deploy>[0]> = {}) => deploy({ config: place.config, ...more });
const back = (more: Partial<Parameters<typeof rollback>[0]> = {}) =>
  rollback({
    config: place.config,
    allow: [
      'component-removal',
      'assignment-removal',
      'url-host-change',
      'principal-removal',
      'permission-set-overwrite',
    ],
    ...more,
  });
const entries = async () => (await history({ config: place.config })).entries;
const folder = () => join(place.directory, '.keyway', 'history', place.org.orgId);

describe('A rollback', () => {
  it('restores a changed component byte for byte, and is in the history itself', async () => {
    await run();
    const before = await place.retrieved();
    await place.write(configText({ url: 'https://kms.acme.example/v2' }));
    const deployed = await run();
    expect(await place.retrieved()).not.toEqual(before);

    const result = await back();
    expect(result.changes).toMatchObject([
      {
        type: 'NamedCredential',
        action: 'update',
        fields: [
          { path: 'parameters.Url', from: 'https://kms.acme.example/v2', to: 'https://kms.acme.example/v1' },
        ],
      },
    ]);
    expect(result.rolledBack).toEqual({ id: deployed.history });
    expect(result.checks.every(({ ok }) => ok)).toBe(true);
    expect(await place.retrieved()).toEqual(before);
    expect(await entries()).toMatchObject([
      { what: 'rollback', of: deployed.history, outcome: 'done' },
      { what: 'deploy', outcome: 'done', deployId: deployed.deploy?.id },
      { what: 'deploy', outcome: 'done' },
    ]);
  });

  it('can be rolled back too', async () => {
    await run();
    await place.write(configText({ url: 'https://kms.acme.example/v2' }));
    await run();
    const after = await place.retrieved();
    await back();
    await back();
    expect(await place.retrieved()).toEqual(after);
    expect(await run()).toMatchObject({ changes: [], deploy: null });
  });

  it('deletes what was created, with assignments and secrets, after approval', async () => {
    const before = await place.retrieved();
    await run();
    await expect(back({ allow: [] })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'component-removal' }, { risk: 'assignment-removal' }] },
    });
    const result = await back();
    expect(result.assignments).toEqual([{ name: 'AcmeKeyAccess → autoproc', outcome: 'unassigned' }]);
    expect(await place.retrieved()).toEqual(before);
  });

  it('deletes a secret that the deploy stored first, after approval', async () => {
    const bare = configText().replace(/\n +credentials: .*/, '');
    await place.write(bare);
    await run();
    await place.write(configText());
    expect(await run()).toMatchObject({ deploy: null, credentials: [{ outcome: 'set' }] });
    await expect(back({ allow: [] })).rejects.toMatchObject({
      data: { risks: [{ risk: 'principal-removal', names: ['AcmeKms-KeyService'] }] },
    });
    expect(await back()).toMatchObject({ deploy: null, credentials: [{ outcome: 'deleted' }] });
    expect(await run({ dryRun: true })).toMatchObject({
      changes: [{ type: 'Credential', action: 'create' }],
    });
  });

  it("re-creates what was deleted, with its assignments, and says which secret can't be restored", async () => {
    await run();
    const before = await place.retrieved();
    await place.write(`version: 1
apiVersion: "66.0"
removed:
  externalCredentials: [AcmeKms]
  namedCredentials: [AcmeKeys]
  permissionSets: [AcmeKeyAccess]
environments: { test: { default: true } }
`);
    await run({ allow: ['component-removal', 'assignment-removal'] });
    expect(Object.keys(await place.retrieved())).not.toContain('namedCredentials/AcmeKeys.namedCredential');
    const result = await back();
    expect(result.assignments).toEqual([{ name: 'AcmeKeyAccess → autoproc', outcome: 'assigned' }]);
    expect(result.notes).toContainEqual(
      expect.stringContaining("the earlier secret of AcmeKms-KeyService can't be restored"),
    );
    expect(await place.retrieved()).toEqual(before);
  });

  it('undoes several deploys, to before the named one', async () => {
    const first = await run();
    const before = await place.retrieved();
    await place.write(configText({ url: 'https://kms.acme.example/v2' }));
    const second = await run();
    await place.write(configText({ url: 'https://kms.acme.example/v3' }));
    await run();
    await back({ id: second.history ?? '' });
    expect(await place.retrieved()).toEqual(before);
    await expect(back({ id: 'nonsense' })).rejects.toMatchObject({ code: 'HistoryUnknown' });
    expect(first.history).toBeTruthy();
  });

  it("restores what a config can't express: a user permission that a deploy deleted", async () => {
    await run();
    await place.as((org) => sendJob(org, withUserPermission, { wait: 10_000 }));
    const before = await place.retrieved();
    expect(before['permissionsets/AcmeKeyAccess.permissionset']).toContain('<name>ViewSetup</name>');
    await expect(run()).rejects.toMatchObject({ data: { risks: [{ risk: 'permission-set-overwrite' }] } });
    await run({ allow: ['permission-set-overwrite'] });
    expect(await place.retrieved()).not.toEqual(before);
    const result = await back();
    expect(result.changes).toMatchObject([{ fields: [{ path: 'userPermissions.ViewSetup' }] }]);
    expect(result.checks.every(({ ok }) => ok)).toBe(true);
    expect(await place.retrieved()).toEqual(before);
  });

  it('needs no history with --to: the config at a commit is the desired state', async () => {
    const git = (...words: string[]) => execFileSync('git', words, { cwd: place.directory, stdio: 'pipe' });
    git('init', '-q');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-q', '--allow-empty', '-m', 'empty');
    git('add', 'keyway.yaml');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-q', '-m', 'first');
    await run();
    const before = await place.retrieved();
    await place.write(
      `${configText({ url: 'https://kms.acme.example/v2' }).replace('permissionSets:', 'permissionSets:\n  Later: { label: Later, principals: [AcmeKms-KeyService], assignTo: [autoproc] }')}`,
    );
    await run({ historyDir: join(place.directory, 'elsewhere') });
    const result = await back({ to: 'HEAD' });
    expect(result.changes.map(({ type, name, action }) => `${action} ${type} ${name}`)).toEqual([
      'update NamedCredential AcmeKeys',
      'delete PermissionSet Later',
      'delete Assignment Later → autoproc',
    ]);
    expect(await place.retrieved()).toEqual(before);
    await expect(back({ to: 'HEAD~1' })).rejects.toMatchObject({ code: 'GitRefUnreadable' });
    await expect(back({ to: '--output=/tmp/x' })).rejects.toMatchObject({ code: 'GitRefUnreadable' });
  });

  it('says so if there is nothing to roll back', async () => {
    await expect(back()).rejects.toMatchObject({
      code: 'HistoryEmpty',
      actions: expect.arrayContaining(['To roll back without a history: keyway rollback --to GIT-REF']),
    });
  });
});

describe('The history', () => {
  it('contains no secret, and masks what looks like one; the rollback takes it from the org', async () => {
    const token = `Bearer ${'abcdefgh12345678'}`;
    const withHeader = (url: string) =>
      configText({ url }).replace(
        'externalCredential: AcmeKms }',
        `externalCredential: AcmeKms, headers: { x-key: "${token}" } }`,
      );
    await place.write(withHeader('https://kms.acme.example/v1'));
    await run();
    const before = await place.retrieved();
    await place.write(withHeader('https://kms.acme.example/v2'));
    await run();
    const files = await readdir(folder());
    const texts = await Promise.all(files.map((name) => readFile(join(folder(), name), 'utf8')));
    expect(texts.join('')).not.toContain(token);
    expect(texts.join('')).not.toContain(secret);
    expect(texts.join('')).toContain('•••');
    await back();
    expect(await place.retrieved()).toEqual(before);

    await place.write(configText({ url: 'https://kms.acme.example/v3' }));
    await run();
    await expect(back()).rejects.toMatchObject({
      code: 'CannotRollBack',
      message: expect.stringContaining('NamedCredential AcmeKeys had a value that looked like a secret'),
    });
  });

  it("that can't be written gives a message, and stops a protected org before anything is sent", async () => {
    const blocked = join(place.directory, 'blocked');
    await writeFile(blocked, 'a file where a folder should be');
    await place.write(configText().replace('default: true', 'default: true, protected: true'));
    await expect(run({ historyDir: blocked, yes: true })).rejects.toMatchObject({
      code: 'FileUnwritable',
      message: expect.stringContaining(
        "keyway doesn't change a protected org without a record to roll back to.",
      ),
    });
    expect(Object.keys(await place.retrieved())).not.toContain('namedCredentials/AcmeKeys.namedCredential');
    await place.write(configText());
    const result = await run({ historyDir: blocked });
    expect(result).toMatchObject({ history: null, deploy: { status: 'Succeeded' } });
    expect(result.remarks).toContainEqual(expect.stringContaining("You can't roll this run back"));
  });

  it('is ignored by git', async () => {
    execFileSync('git', ['init', '-q'], { cwd: place.directory });
    await run();
    await run({ rewrite: 'all', historyDir: join(place.directory, 'kept') });
    const status = execFileSync('git', ['status', '--porcelain'], { cwd: place.directory, encoding: 'utf8' });
    expect(status).toBe('?? keyway.yaml\n');
  });

  it('leaves out unreadable entries, and says so', async () => {
    await run();
    await writeFile(join(folder(), '20200101T000000000Z-0000.json'), '{"keyway":"history","format":99}');
    await writeFile(join(folder(), '20200101T000000000Z-0001.json'), 'not JSON');
    const result = await history({ config: place.config });
    expect(result.entries).toHaveLength(1);
    expect([...result.notes].sort()).toEqual([
      expect.stringContaining('was written by another version of keyway'),
      expect.stringContaining("can't be read"),
    ]);
  });

  it('recognises a deploy that the org refused, which a rollback skips', async () => {
    const first = await run();
    await place.org.setFaults([{ kind: 'jobCanceled' }]);
    await place.write(configText({ url: 'https://kms.acme.example/v2' }));
    await expect(run()).rejects.toMatchObject({ code: 'DeployFailed' });
    expect(await entries()).toMatchObject([{ outcome: 'nothing changed' }, { id: first.history }]);
  });
});

describe('removed:', () => {
  const removal = configText().replace(
    /permissionSets:[\s\S]*?environments:/,
    'removed: { permissionSets: [AcmeKeyAccess] }\nenvironments:',
  );

  it('removes the assignments of a permission set before it is deleted', async () => {
    await run();
    await place.write(removal);
    await expect(run({ allow: ['component-removal'] })).rejects.toMatchObject({
      data: { risks: [{ risk: 'assignment-removal', names: ['AcmeKeyAccess → autoproc'] }] },
    });
    expect(await run({ allow: ['component-removal', 'assignment-removal'], dryRun: true })).toMatchObject({
      dryRun: true,
    });
    const result = await run({ allow: ['component-removal', 'assignment-removal'] });
    expect(result.assignments).toEqual([{ name: 'AcmeKeyAccess → autoproc', outcome: 'unassigned' }]);
    expect(await run()).toMatchObject({ changes: [] });
  });

  it('restores them if the org refuses the delete', async () => {
    await run();
    await place.write(removal);
    await place.org.setFaults([{ kind: 'jobCanceled' }]);
    await expect(run({ allow: ['component-removal', 'assignment-removal'] })).rejects.toMatchObject({
      code: 'DeployFailed',
    });
    await place.write(configText());
    expect(await run()).toMatchObject({ changes: [] });
  });
});

describe('--no-apex', () => {
  it('assigns and unassigns by REST', async () => {
    await place.org.setFaults([{ kind: 'status', request: '/Soap/s/', times: 9 }]);
    await expect(run()).rejects.toThrow();
    expect(await run({ noApex: true })).toMatchObject({ assignments: [{ outcome: 'assigned' }] });
    await back({ noApex: true, id: (await entries()).at(-1)?.id });
    expect(await run({ noApex: true })).toMatchObject({ assignments: [{ outcome: 'assigned' }] });
  });
});

const withUserPermission = new Map([
  [
    'package.xml',
    '<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>AcmeKeyAccess</members><name>PermissionSet</name></types><version>66.0</version></Package>',
  ],
  [
    'permissionsets/AcmeKeyAccess.permissionset',
    `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <externalCredentialPrincipalAccesses><enabled>true</enabled><externalCredentialPrincipal>AcmeKms-KeyService</externalCredentialPrincipal></externalCredentialPrincipalAccesses>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Acme key access</label>
    <objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>UserExternalCredential</object><viewAllFields>false</viewAllFields><viewAllRecords>false</viewAllRecords></objectPermissions>
    <userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions>
</PermissionSet>
`,
  ],
]);
