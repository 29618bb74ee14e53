import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg, zip } from './client.ts';
import {
  access,
  alone,
  chain,
  externalCredential,
  namedCredential,
  packageXml,
  permissionSet,
  principal,
} from './samples.ts';

afterEach(closeAll);

const destructive = (members: readonly string[], file = 'destructiveChanges.xml') => ({
  'package.xml': packageXml([]),
  [file]: packageXml(members),
});

const names = async (client: Client): Promise<string[]> => {
  const list = async (type: string): Promise<string[]> => {
    const { text } = await client.soap(
      'm',
      `<listMetadata><queries><type>${type}</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>`,
    );
    return [...text.matchAll(/<fullName>([^<]*)</g)].map(([, name]) => `${type}/${name}`);
  };
  return (await Promise.all(['ExternalCredential', 'NamedCredential', 'PermissionSet'].map(list))).flat();
};

describe('a deploy (Metadata API Developer Guide, deploy())', () => {
  it('deploys the whole chain in one job', async () => {
    const client = await startOrg();
    const { status, result } = await client.deploy(chain());
    expect([
      status,
      result.numberComponentsTotal,
      result.numberComponentsDeployed,
      result.numberComponentErrors,
    ]).toEqual(['Succeeded', 3, 3, 0]);
    expect(await names(client)).toEqual([
      'ExternalCredential/AcmeKms',
      'NamedCredential/AcmeKeys',
      'PermissionSet/AcmeKeyAccess',
    ]);
  });

  it('is Pending, then InProgress, then finished', async () => {
    const { soap } = await startOrg({ pace: { pending: 60, inProgress: 60 } });
    const sent = await soap(
      'm',
      `<deploy><ZipFile>${Buffer.from(zip(chain())).toString('base64')}</ZipFile><DeployOptions/></deploy>`,
    );
    expect(sent.text).toContain('<state>Queued</state>');
    const id = /<id>(\w+)</.exec(sent.text)?.[1];
    const seen = new Set<string>();
    for (let done = false; !done; ) {
      const { text } = await soap(
        'm',
        `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId></checkDeployStatus>`,
      );
      seen.add(/<status>(\w+)</.exec(text)?.[1] ?? '');
      done = text.includes('<done>true</done>');
    }
    expect([...seen]).toEqual(['Pending', 'InProgress', 'Succeeded']);
  });

  it('distinguishes created, changed and unchanged (DeployMessage)', async () => {
    const { deploy } = await startOrg();
    const outcomes = async (files: Parameters<typeof deploy>[0]) =>
      (await deploy(files)).successes
        .filter(({ componentType }) => componentType !== '')
        .map(({ fullName, created, changed }) => [fullName, created, changed]);
    await deploy(alone(externalCredential('Custom', principal('Key Service'))));
    const changed = {
      ...chain(),
      'externalCredentials/AcmeKms.externalCredential': externalCredential(
        'Custom',
        principal('Key Service'),
        'Other',
      ),
    };
    expect(await outcomes(changed)).toEqual([
      ['AcmeKms', false, true],
      ['AcmeKeys', true, true],
      ['AcmeKeyAccess', true, true],
    ]);
    expect(await outcomes(changed)).toEqual([
      ['AcmeKms', false, false],
      ['AcmeKeys', false, false],
      ['AcmeKeyAccess', false, false],
    ]);
  });

  it('lists package.xml as a component without a type', async () => {
    const { deploy } = await startOrg();
    const { successes } = await deploy(chain());
    expect(successes[0]).toMatchObject({
      componentType: '',
      fullName: 'package.xml',
      fileName: 'package.xml',
      success: true,
    });
  });

  it('that only validates changes nothing', async () => {
    const client = await startOrg();
    const { status, result } = await client.deploy(chain(), { checkOnly: true });
    expect([status, result.checkOnly]).toEqual(['Succeeded', true]);
    expect(await names(client)).toEqual([]);
  });

  it('with an error and rollbackOnError changes nothing', async () => {
    const client = await startOrg();
    const { status } = await client.deploy({
      ...chain(),
      'permissionsets/AcmeKeyAccess.permissionset': permissionSet(access('AcmeKms-Nobody')),
    });
    expect(status).toBe('Failed');
    expect(await names(client)).toEqual([]);
  });

  it('with an error but without rollbackOnError keeps the rest, SucceededPartial', async () => {
    const client = await startOrg();
    const files = {
      ...chain(),
      'permissionsets/AcmeKeyAccess.permissionset': permissionSet(access('AcmeKms-Nobody')),
    };
    const { status } = await client.deploy(files, { rollbackOnError: false });
    expect(status).toBe('SucceededPartial');
    expect(await names(client)).toEqual(['ExternalCredential/AcmeKms', 'NamedCredential/AcmeKeys']);
  });

  it('without rollbackOnError is refused by a production org', async () => {
    const { deploy } = await startOrg({ kind: 'production' });
    await expect(deploy(chain(), { rollbackOnError: false })).rejects.toThrow('rollbackOnError must be true');
  });

  it('accepts a zip whose files are in one folder, as sf makes with --metadata-dir', async () => {
    const { deploy } = await startOrg();
    const { status, successes } = await deploy(
      Object.fromEntries(Object.entries(chain()).map(([name, text]) => [`zip/${name}`, text])),
    );
    expect(status).toBe('Succeeded');
    expect(successes.map(({ fileName }) => fileName)).toContain(
      'zip/permissionsets/AcmeKeyAccess.permissionset',
    );
  });

  it('is refused for a user without Modify Metadata or Modify All Data', async () => {
    const { deploy, org } = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: ['ApiEnabled', 'ViewSetup'] }] },
    });
    await expect(deploy(chain(), {}, org.users[1]?.accessToken)).rejects.toThrow('403');
  });

  it('stays as a DeployRequest row of the Tooling API', async () => {
    const { deploy, toolingQuery } = await startOrg();
    const { id } = await deploy(chain());
    const { body } = await toolingQuery(
      'SELECT Id, Status, CheckOnly, NumberComponentsTotal FROM DeployRequest',
    );
    expect(body.records[0]).toMatchObject({
      Id: id,
      Status: 'Succeeded',
      CheckOnly: false,
      NumberComponentsTotal: 3,
    });
  });
});

describe('package.xml and the zip', () => {
  it("names a missing file: an error with Salesforce's message", async () => {
    const { deploy } = await startOrg();
    const { 'permissionsets/AcmeKeyAccess.permissionset': _left, ...files } = chain();
    const { failures } = await deploy(files);
    expect(failures.map(({ problem }) => problem)).toEqual([
      "An object 'AcmeKeyAccess' of type PermissionSet was named in package.xml, but was not found in zipped directory",
    ]);
  });

  it('omits an existing file: "Not in package.xml"', async () => {
    const { deploy } = await startOrg();
    const { failures } = await deploy({
      ...chain(),
      'package.xml': packageXml(['ExternalCredential/AcmeKms', 'PermissionSet/AcmeKeyAccess']),
    });
    expect(failures).toMatchObject([
      {
        fullName: 'AcmeKeys',
        fileName: 'namedCredentials/AcmeKeys.namedCredential',
        problem: 'Not in package.xml',
      },
    ]);
  });

  it('can use the wildcard *', async () => {
    const { deploy } = await startOrg();
    const manifest = packageXml(['ExternalCredential/*', 'NamedCredential/*', 'PermissionSet/*']);
    expect((await deploy({ ...chain(), 'package.xml': manifest })).status).toBe('Succeeded');
  });

  it("refuses by name a type that the local org doesn't have", async () => {
    const { deploy } = await startOrg();
    const { failures } = await deploy({
      'package.xml': packageXml(['ApexTrigger/Foo']),
      'triggers/Foo.trigger': 'trigger Foo on User (before insert) {}',
    });
    expect(failures.map(({ problem }) => problem)).toEqual([
      '[local org] the local org does not emulate what this file is: triggers/Foo.trigger',
      '[local org] metadata type ApexTrigger is not emulated',
    ]);
  });

  it('is read at its own version, without later additions', async () => {
    const { deploy } = await startOrg();
    const described = namedCredential().replace('<label>', '<description>x</description><label>');
    const files = (version: string) => ({
      ...chain(),
      'package.xml': packageXml(
        Object.keys(chain()).length
          ? ['ExternalCredential/AcmeKms', 'NamedCredential/AcmeKeys', 'PermissionSet/AcmeKeyAccess']
          : [],
        version,
      ),
      'namedCredentials/AcmeKeys.namedCredential': described,
    });
    expect((await deploy(files('63.0'))).failures[0].problem).toBe(
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}description invalid at this location in type NamedCredential',
    );
    expect((await deploy(files('64.0'))).status).toBe('Succeeded');
  });

  it('without package.xml fails the job', async () => {
    const { deploy } = await startOrg();
    const { status, result } = await deploy({ 'permissionsets/A.permissionset': permissionSet() });
    expect([status, result.errorMessage]).toEqual(['Failed', '[local org] No package.xml found']);
  });
});

describe('destructive changes (Metadata API Developer Guide, "Deleting Components from an Organization")', () => {
  it('delete what nothing refers to', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { status, successes } = await client.deploy(destructive(['PermissionSet/AcmeKeyAccess']));
    expect(status).toBe('Succeeded');
    expect(successes).toContainEqual(
      expect.objectContaining({
        fullName: 'AcmeKeyAccess',
        deleted: true,
        fileName: 'destructiveChanges.xml',
      }),
    );
    expect(await names(client)).toEqual(['ExternalCredential/AcmeKms', 'NamedCredential/AcmeKeys']);
  });

  it('delete the whole chain in one job, in any order', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const members = ['ExternalCredential/AcmeKms', 'NamedCredential/AcmeKeys', 'PermissionSet/AcmeKeyAccess'];
    expect((await client.deploy(destructive(members, 'destructiveChangesPost.xml'))).status).toBe(
      'Succeeded',
    );
    expect(await names(client)).toEqual([]);
  });

  it('keep an external credential that a named credential still refers to', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const { status, failures } = await client.deploy(destructive(['ExternalCredential/AcmeKms']));
    expect(status).toBe('Failed');
    expect(failures[0].problem).toContain('Named Credential - AcmeKeys');
  });

  it('before the components are too early for what still refers to them', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const files = {
      'package.xml': packageXml(['PermissionSet/AcmeKeyAccess']),
      'permissionsets/AcmeKeyAccess.permissionset': permissionSet(),
    };
    const deletions = packageXml(['NamedCredential/AcmeKeys', 'ExternalCredential/AcmeKms']);
    expect((await client.deploy({ ...files, 'destructiveChangesPre.xml': deletions })).status).toBe('Failed');
    expect((await client.deploy({ ...files, 'destructiveChangesPost.xml': deletions })).status).toBe(
      'Succeeded',
    );
  });

  it('keep an assigned permission set', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const permissionSetId = (await client.query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'"))
      .body.records[0].Id;
    await client.rest('POST', '/services/data/v66.0/sobjects/PermissionSetAssignment', {
      AssigneeId: client.org.users[0]?.id,
      PermissionSetId: permissionSetId,
    });
    expect((await client.deploy(destructive(['PermissionSet/AcmeKeyAccess']))).status).toBe('Failed');
  });

  it('give a warning, not an error, for a missing component', async () => {
    const { deploy } = await startOrg();
    const { status, successes } = await deploy(destructive(['NamedCredential/Gone']));
    expect(status).toBe('Succeeded');
    expect(successes).toContainEqual(
      expect.objectContaining({
        problem: 'No NamedCredential named: Gone found',
        problemType: 'Warning',
        fullName: 'destructiveChanges.xml',
      }),
    );
  });
});

describe('a validation (Metadata API Developer Guide, deployRecentValidation())', () => {
  const path = '/services/data/v66.0/metadata/deployRequest';

  it("without tests can't be quick-deployed: 404", async () => {
    const { deploy, rest } = await startOrg();
    const { id } = await deploy(chain(), { checkOnly: true });
    expect((await rest('POST', path, { validatedDeployRequestId: id })).status).toBe(404);
  });

  it('with tests can be, for ten days', async () => {
    const { deploy, rest } = await startOrg();
    const { id } = await deploy(chain(), { checkOnly: true, testLevel: 'RunLocalTests' });
    expect((await rest('POST', path, { validatedDeployRequestId: id })).status).toBe(201);
    await rest('POST', '/local-org/clock', { advance: 11 * 86_400_000 });
    expect((await rest('POST', path, { validatedDeployRequestId: id })).status).toBe(404);
  });
});
