import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { validate } from '../../src/operations/validate.ts';
import { verify } from '../../src/operations/verify.ts';
import { access, externalCredential, permissionSet, principal } from '../local/salesforce/samples.ts';
import { closePulls, type PullOrg, pullOrg } from './pull-org.ts';

/** What a team's permission set grants besides principals, as a retrieve writes it. */
const rest = `    <classAccesses>
        <apexClass>KeyRotation</apexClass>
        <enabled>true</enabled>
    </classAccesses>
    <classAccesses>
        <apexClass>Orders</apexClass>
        <enabled>true</enabled>
    </classAccesses>
    <description>Sales &amp; service</description>
    <fieldPermissions>
        <editable>false</editable>
        <field>Account.Industry</field>
        <readable>true</readable>
    </fieldPermissions>
    <objectPermissions>
        <allowCreate>true</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>true</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Account</object>
        <viewAllFields>true</viewAllFields>
        <viewAllRecords>true</viewAllRecords>
    </objectPermissions>
    <userPermissions>
        <enabled>true</enabled>
        <name>ViewSetup</name>
    </userPermissions>
`;
const team = permissionSet(`${access('Ext-A')}${access('Ext-B')}${rest}`, 'Sales team');
const credential = externalCredential('Custom', ['A', 'B', 'C'].map((name) => principal(name)).join(''));

const existing = {
  ApexClass: ['KeyRotation', 'Orders'],
  CustomField: ['Account.Industry'],
  CustomObject: ['Account'],
};

const config = (principals: string, more = '') => `version: 1
apiVersion: "66.0"
externalCredentials:
  Ext: { label: Acme KMS, authentication: { protocol: Custom }, principals: { A: NamedPrincipal, B: NamedPrincipal, C: NamedPrincipal } }
permissionSets:
  SalesTeam:
    managed: principals
    principals: [${principals}]
${more}`;

const principals = (...names: string[]) => names.map((name) => `Ext-${name}`).join(', ');

let org: PullOrg;
const start = async (text?: string, set = team) => {
  org = await pullOrg({
    seed: {
      existing,
      components: {
        'externalCredentials/Ext.externalCredential': credential,
        'permissionsets/SalesTeam.permissionset': set,
      },
    },
  });
  if (text !== undefined) org.write(text);
};
const retrieved = async () => (await org.retrieved())['permissionsets/SalesTeam.permissionset'] ?? '';
const withoutPrincipals = (xml: string) =>
  xml.replaceAll(/ *<externalCredentialPrincipalAccesses>.*?<\/externalCredentialPrincipalAccesses>\n/gs, '');
const granted = (xml: string) =>
  [...xml.matchAll(/<externalCredentialPrincipal>(.*?)</g)].map(([, name]) => name);

afterEach(closePulls);

describe('a permission set with managed: principals', () => {
  it('gains a principal and loses one; everything else stays byte for byte', async () => {
    await start(config(principals('A', 'B', 'C')));
    const before = await retrieved();
    const added = await deploy({ config: org.config });
    expect(added.changes).toMatchObject([
      {
        type: 'PermissionSet',
        action: 'update',
        risks: [],
        fields: [{ path: 'principals.Ext-C', to: 'enabled' }],
      },
    ]);
    expect(granted(await retrieved())).toEqual(['Ext-A', 'Ext-B', 'Ext-C']);
    expect(withoutPrincipals(await retrieved())).toBe(withoutPrincipals(before));
    expect((await plan({ config: org.config })).changes).toEqual([]);
    org.write(config(principals('A')));
    await deploy({ config: org.config });
    expect(granted(await retrieved())).toEqual(['Ext-A']);
    expect(withoutPrincipals(await retrieved())).toBe(withoutPrincipals(before));
  });

  it('changes its access to UserExternalCredential only if the file sets it', async () => {
    await start(config(principals('A', 'B')));
    const before = await retrieved();
    expect((await plan({ config: org.config })).changes).toEqual([]);
    org.write(config(principals('A', 'B'), '    userExternalCredentials: readWrite\n'));
    const { changes } = await deploy({ config: org.config });
    expect(changes).toMatchObject([
      { fields: [{ path: 'userExternalCredentials', from: 'none', to: 'readWrite' }] },
    ]);
    org.write(config(principals('A', 'B'), '    userExternalCredentials: none\n'));
    await deploy({ config: org.config });
    expect(await retrieved()).toBe(before);
  });

  it('is restored by a rollback, with what others have changed since', async () => {
    await start(config(principals('C')));
    await deploy({ config: org.config });
    const theirs = (await retrieved()).replace(
      '<label>Sales team</label>',
      '<label>Sales and service</label>',
    );
    await org.deploy({ 'permissionsets/SalesTeam.permissionset': theirs });
    const back = await rollback({ config: org.config });
    expect(back.checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(granted(await retrieved())).toEqual(['Ext-A', 'Ext-B']);
    expect(await retrieved()).toContain('<label>Sales and service</label>');
    expect(withoutPrincipals(await retrieved())).toBe(withoutPrincipals(theirs));
  });

  it("blocks the plan if the org doesn't have it, with its place", async () => {
    org = await pullOrg();
    org.write(config(principals('A')));
    const { problems } = await plan({ config: org.config });
    expect(problems).toMatchObject([
      { severity: 'error', at: { line: 6 }, message: expect.stringContaining('no permission set SalesTeam') },
    ]);
    await expect(deploy({ config: org.config })).rejects.toMatchObject({
      code: 'PlanBlocked',
      message: expect.stringMatching(/keyway\.yaml:6:\d+ error .*SalesTeam/),
    });
    const { checks } = await verify({ config: org.config });
    expect(checks).toContainEqual({
      link: 'PermissionSet',
      name: 'SalesTeam',
      ok: false,
      message: 'is not in the org',
    });
  });

  it("isn't rendered, because a file would remove the rest; a warning says so", async () => {
    await start(config(principals('A')));
    const { files, warnings } = render({ config: org.config });
    expect(files.filter((file) => file.includes('permissionset'))).toEqual([]);
    expect(readFileSync(join(org.folder, 'manifest/package.xml'), 'utf8')).not.toContain('PermissionSet');
    expect(warnings.map(({ message }) => message)).toEqual([
      'permissionSets.SalesTeam is not rendered: it is shared, and only the org has the rest of it',
    ]);
  });

  it("has no other fields, and gives a warning with an API version that doesn't show all of it", () => {
    const problemsOf = (text: string) => {
      org.write(text);
      return validate({ config: org.config }).problems.map(({ message }) => message);
    };
    return start().then(() => {
      expect(problemsOf(config('Ext-A', '    label: Sales team\n'))).toEqual([
        expect.stringContaining('label'),
      ]);
      expect(problemsOf(config('Ext-A').replace('66.0', '60.0'))).toEqual([
        expect.stringContaining("API version 60.0 doesn't show everything"),
      ]);
    });
  });
});

describe('pull of a permission set that grants other things too', () => {
  it('writes its principals with managed: principals, and a second one changes nothing', async () => {
    await start();
    const { leftOut, notes } = await pull({ config: org.config });
    expect(leftOut).toEqual([]);
    expect(notes).toEqual([
      'PermissionSet SalesTeam grants other things too: keyway changes only its principals and leaves the rest as it is (managed: principals)',
    ]);
    expect(parse(org.text()).permissionSets).toEqual({
      SalesTeam: { managed: 'principals', principals: ['Ext-A', 'Ext-B'] },
    });
    expect((await plan({ config: org.config })).changes).toEqual([]);
    const again = await pull({ config: org.config });
    expect({ changed: again.changed, notes: again.notes }).toEqual({ changed: false, notes: [] });
  });

  it("adds principals from the org, and ignores what the file doesn't contain", async () => {
    const before = await (async () => {
      await start(config(principals('A')));
      return org.text();
    })();
    await pull({ config: org.config });
    expect(org.text()).toBe(before.replace('[Ext-A]', '[Ext-A, Ext-B]'));
  });

  it('keeps a set that the file has as a whole, and says how to share it', async () => {
    const whole = config(principals('A')).replace('managed: principals', 'label: Sales team');
    await start(whole);
    const { leftOut } = await pull({ config: org.config });
    expect(leftOut).toMatchObject([
      { name: 'SalesTeam', reason: expect.stringContaining('managed: principals') },
    ]);
    expect(org.text()).toBe(whole);
  });
});

describe('profiles and permission set groups that give access to a principal', () => {
  it('are reported by plan, verify and pull', async () => {
    org = await pullOrg({
      seed: {
        components: { 'externalCredentials/Ext.externalCredential': credential },
        profileGrants: { 'System Administrator': ['Ext-A'] },
        groupGrants: { Sales: ['Ext-A'] },
      },
    });
    org.write(config('Ext-A').replace(/permissionSets:.*/s, ''));
    const said = [
      "the profile System Administrator gives access to Ext-A too: principals of profiles can't be deployed, so change it in Setup",
      'the permission set group Sales gives access to Ext-A too: it comes from a permission set in the group',
    ];
    expect((await plan({ config: org.config })).notes).toEqual(expect.arrayContaining(said));
    const { checks } = await verify({ config: org.config });
    expect(checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'profile System Administrator → Ext-A', ok: true, warning: true }),
        expect.objectContaining({ name: 'permission set group Sales → Ext-A', ok: true, warning: true }),
      ]),
    );
    expect((await pull({ config: org.config })).notes).toEqual([
      "the profile System Administrator gives access to principals too: principals of profiles can't be deployed, so a config can't express them",
      'the permission set group Sales gives access to principals too: it comes from a permission set in the group',
    ]);
  });
});
