import { afterEach, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { chainValue } from './configs.ts';
import { type Answer, removeWorkspaces, workspace } from './keyway.ts';
import { closeOrgs, startOrg } from './org.ts';

afterEach(closeOrgs);
afterEach(removeWorkspaces);

const values = ['a=1&b=2', 'pa$$word$&x', '<x>', '"q"', ']]>', '🔑 clé', "it's", '\\u0041', '{!x} $1'];
const principal = 'Key Service - EU (2)';

describe('hostile values', () => {
  it('arrive exactly in the org and come back', async () => {
    const org = await startOrg();
    const config = chainValue();
    const credential = config.externalCredentials.AcmeKms;
    credential.label = 'R&D <keys> "q" 🔑';
    credential.description = values.join(' ');
    credential.principals = { [principal]: { type: 'NamedPrincipal' } };
    credential.authentication.headers = Object.fromEntries(
      values.map((value, index) => [`X-${index}`, value]),
    );
    config.permissionSets.AcmeKeyAccess.principals = [`AcmeKms-${principal}`];
    config.permissionSets.AcmeKeyAccess.description = values.join(' ');
    const { json } = workspace({ 'keyway.yaml': stringify(config) });

    const { result } = await json(['deploy'], { env: org.env });
    expect(result.checks.filter(({ ok }: Answer) => ok === false)).toEqual([]);

    const read = decode(await org.readMetadata('ExternalCredential', 'AcmeKms'));
    expect(read).toContain(`<description>${values.join(' ')}</description>`);
    expect(read).toContain('<label>R&D <keys> "q" 🔑</label>');
    for (const value of values) expect(read).toContain(`<parameterValue>${value}</parameterValue>`);
    expect(read).toContain(`<parameterGroup>${principal}</parameterGroup>`);
    expect(decode(await org.readMetadata('PermissionSet', 'AcmeKeyAccess'))).toContain(
      `<externalCredentialPrincipal>AcmeKms-${principal}</externalCredentialPrincipal>`,
    );

    expect((await json(['deploy'], { env: org.env })).result).toMatchObject({ changes: [], deploy: null });
  });

  it.each([
    ['permissionSets', "A'); delete [SELECT Id FROM User]; ('"],
    ['externalCredentials', "A' OR Name != '"],
    ['namedCredentials', '../../etc/passwd'],
    ['namedCredentials', 'A</fullName><x>'],
  ])('that would break out of a name are refused with their place: %s %s', async (section, name) => {
    const org = await startOrg();
    const config = chainValue();
    config[section] = { [name]: Object.values(config[section])[0] };
    const { keyway, files } = workspace({ 'keyway.yaml': stringify(config) });
    for (const command of ['deploy', 'render']) {
      const { status, stderr } = await keyway([command], { env: org.env });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^keyway\.yaml:\d+:\d+ +error +.*is not a developer name/m);
    }
    expect(org.seen).toEqual([]);
    expect(files()).toEqual(['keyway.yaml']);
  });

  it("in assignTo don't break out of SOQL or Apex", async () => {
    const org = await startOrg();
    const config = chainValue();
    config.permissionSets.AcmeKeyAccess.assignTo = ["x' OR Username != '", 'autoproc'];
    const { json } = workspace({ 'keyway.yaml': stringify(config) });
    const refused = await json(['deploy'], { env: org.env });
    expect(refused.status).toBe(1);
    expect(refused.message).toMatch(/keyway\.yaml:\d+:\d+/);
    expect(org.changing()).toEqual([]);
  });
});

/** XML's five entities, which suffice for the org's output. */
function decode(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll(/&#x([0-9A-Fa-f]+);/g, (_all, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
    .replaceAll('&amp;', '&');
}
