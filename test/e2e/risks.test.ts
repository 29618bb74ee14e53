import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, example } from './configs.ts';
import { type Answer, removeWorkspaces, type Workspace, workspace } from './keyway.ts';
import { closeOrgs, type ProxiedOrg, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(removeWorkspaces);

/** An org with the chain, and the config that will be deployed over it. */
async function deployed(options = {}): Promise<{ org: ProxiedOrg; space: Workspace }> {
  const org = await startOrg(options);
  const space = workspace({ 'keyway.yaml': chain });
  const { status } = await space.json(['deploy'], { env: org.env });
  expect(status).toBe(0);
  return { org, space };
}

async function expectStoppedThenAllowed(org: ProxiedOrg, space: Workspace, risk: string): Promise<void> {
  org.forget();
  const stopped = await space.json(['deploy', '--yes'], { env: org.env });
  expect(stopped).toMatchObject({ status: 1, name: 'RisksNotAllowed' });
  expect(stopped.data.risks.map((each: Answer) => each.risk)).toEqual([risk]);
  expect(stopped.message).toContain(risk);
  expect(stopped.actions.join()).toContain(`--allow ${risk}`);
  expect(org.changing()).toEqual([]);

  const allowed = await space.json(['deploy', '--allow', risk], { env: org.env });
  expect(allowed).toMatchObject({ status: 0, result: { deploy: { status: 'Succeeded' } } });
  expect((await space.json(['plan'], { env: org.env })).result.changes).toEqual([]);
}

describe('a dangerous change stops, and continues with its own approval', () => {
  it('principal-removal: a renamed principal loses its stored secret', async () => {
    const { org, space } = await deployed();
    space.write('keyway.yaml', chain.replaceAll('KeyService', 'OtherService'));
    await expectStoppedThenAllowed(org, space, 'principal-removal');
  });

  it('url-host-change: a secret would be sent to another host', async () => {
    const { org, space } = await deployed();
    space.write('keyway.yaml', chain.replace('kms.acme.example', 'kms.other.example'));
    await expectStoppedThenAllowed(org, space, 'url-host-change');
  });

  it('permission-set-overwrite: somebody else’s content in the permission set would be deleted', async () => {
    const { org, space } = await deployed({ seed: { existing: { ApexClass: ['KeyRotation'] } } });
    await org.deploy({
      'permissionsets/AcmeKeyAccess.permissionset': `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <classAccesses>
        <apexClass>KeyRotation</apexClass>
        <enabled>true</enabled>
    </classAccesses>
    <externalCredentialPrincipalAccesses>
        <enabled>true</enabled>
        <externalCredentialPrincipal>AcmeKms-KeyService</externalCredentialPrincipal>
    </externalCredentialPrincipalAccesses>
    <label>Acme key access</label>
</PermissionSet>
`,
    });
    await expectStoppedThenAllowed(org, space, 'permission-set-overwrite');
  });

  it('component-removal: what `removed:` names is deleted', async () => {
    const { org, space } = await deployed();
    const without = chain.replace(/namedCredentials:\n(?: .*\n)+/, '');
    space.write('keyway.yaml', `${without}removed:\n  namedCredentials: [AcmeKeys]\n`);
    await expectStoppedThenAllowed(org, space, 'component-removal');
    expect(await org.readMetadata('NamedCredential', 'AcmeKeys')).not.toContain('<fullName>');
  });

  it('key-path: a live cache-only key is fetched through it', async () => {
    const { keyway, json, write } = workspace({ 'keyway.yaml': example });
    expect(await keyway(['deploy'])).toMatchObject({ status: 0 });
    write('keyway.yaml', example.replace('x-tenant: "42"', 'x-tenant: "7"'));

    const planned = await keyway(['plan']);
    expect(planned.stdout).toMatch(/! key-path: .*: Data acme-data-1 \(ACTIVE, version 2\)$/m);
    const stopped = await json(['deploy', '--yes']);
    expect(stopped).toMatchObject({
      status: 1,
      name: 'RisksNotAllowed',
      data: { risks: [{ risk: 'key-path' }] },
    });

    const allowed = await keyway(['deploy', '--allow', 'key-path']);
    expect(allowed.stdout).toMatch(/^✔ Probed +Data acme-data-1 \(ACTIVE, version 2\) at http:\S+: proven$/m);
    expect(allowed).toMatchObject({ status: 0, stderr: '' });
    expect(allowed.stdout).toMatch(/^ {2}\? Key +AcmeDataKey +is ACTIVE \(version 2\), not yet proven/m);
    expect((await json(['plan'])).result.changes).toEqual([]);
  });

  it("--yes doesn't approve a risk, and an approved risk doesn't approve another", async () => {
    const { org, space } = await deployed();
    space.write(
      'keyway.yaml',
      chain.replaceAll('KeyService', 'Other').replace('kms.acme.example', 'kms.other.example'),
    );
    org.forget();
    const stopped = await space.json(['deploy', '--yes', '--allow', 'url-host-change'], { env: org.env });
    expect(stopped.data.risks).toMatchObject([{ risk: 'principal-removal' }]);
    expect(org.changing()).toEqual([]);
  });
});
