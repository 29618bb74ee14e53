import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readXml, type XmlElement } from '../../src/local/salesforce/xml/read.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import type { Files } from '../local/salesforce/client.ts';
import { closePulls, metadataIn, type PullOrg, pullOrg } from './pull-org.ts';

const shapes = metadataIn(fileURLToPath(new URL('../../fixtures/shapes/', import.meta.url)));
const seed = { existing: { ApexClass: ['Orders'] } };
/** Shared permission sets must exist in every org. */
const shared = ['permissionsets/Activities.permissionset', 'permissionsets/Team.permissionset'];
const credentials = Object.fromEntries(
  Object.entries(shapes).filter(([path]) => path.startsWith('externalCredentials/')),
);
/** Values that an org writes into a file that doesn't set them. */
const usual = ['<viewAllFields>false', '<hasActivationRequired>false'];

const set: string[] = [];
afterEach(async () => {
  for (const name of set.splice(0)) delete process.env[name];
  await closePulls();
});

/** A canonical form of XML: elements by name, equal names by content. */
const canonical = (text: string): unknown => shape(readXml(text));
const shape = ({ name, text, children }: XmlElement): unknown => {
  if (children.length === 0) return [name, text];
  const inner = children
    .map(shape)
    .filter((child) => !usual.some((one) => one === `<${(child as []).join('>')}`));
  return [name, inner.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))];
};
const canonicalFiles = (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, canonical(text)]));

const withoutPrincipals = (xml: string) =>
  xml.replaceAll(/ *<externalCredentialPrincipalAccesses>.*?<\/externalCredentialPrincipalAccesses>\n/gs, '');

/** Pulls from an org. The variables of new references get the org's values. */
async function pulled(org: PullOrg, names: readonly string[] = []) {
  const result = await pull({ config: org.config, names });
  for (const name of result.variables) {
    process.env[name] = 'fedcba9876543210fedcba9876543210';
    set.push(name);
  }
  return result;
}

describe('files of real projects', () => {
  it.each(Object.keys(shapes))('%s moves from one org to another without loss', async (path) => {
    const first = await pullOrg({ seed });
    const file = { [path]: shapes[path] ?? '' };
    await first.deploy({ ...credentials, ...file });
    const there = await first.retrieved();
    expect(canonical(there[path] ?? '')).toEqual(canonical(shapes[path] ?? ''));

    const name = path.replace(/^.*\/|\..*$/g, '');
    const { leftOut } = await pulled(first, [name]);
    expect(leftOut).toEqual([]);
    expect((await plan({ config: first.config })).changes).toEqual([]);
    render({ config: first.config });
    const rendered = metadataIn(first.folder);
    expect(Object.keys(rendered).includes(path)).toBe(!shared.includes(path));
    expect(canonicalFiles(there)).toMatchObject(canonicalFiles(rendered));

    const second = await pullOrg({ seed });
    if (shared.includes(path)) await second.deploy({ [path]: withoutPrincipals(shapes[path] ?? '') });
    second.write(first.text());
    const { checks } = await deploy({ config: second.config });
    expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(canonical((await second.retrieved())[path] ?? '')).toEqual(canonical(there[path] ?? ''));
    expect((await plan({ config: second.config })).changes).toEqual([]);
  });

  it('can be pulled together, and match in a second org', async () => {
    const first = await pullOrg({ seed });
    await first.deploy(shapes);
    const there = await first.retrieved();
    const { leftOut } = await pulled(first);
    expect(leftOut).toEqual([]);
    const second = await pullOrg({ seed });
    const sets = Object.entries(shapes).filter(([path]) => shared.includes(path));
    await second.deploy(Object.fromEntries(sets.map(([path, text]) => [path, withoutPrincipals(text)])));
    second.write(first.text());
    await deploy({ config: second.config });
    expect(canonicalFiles(await second.retrieved())).toEqual(canonicalFiles(there));
  });
});

describe('elements that Salesforce reserves', () => {
  const reserved = `<?xml version="1.0" encoding="UTF-8"?>
<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <authenticationProtocol>Custom</authenticationProtocol>
    <externalCredentialParameters>
        <parameterGroup>Session</parameterGroup>
        <parameterName>Session</parameterName>
        <parameterType>SystemUserPrincipal</parameterType>
        <sequenceNumber>1</sequenceNumber>
    </externalCredentialParameters>
    <label>Platform</label>
</ExternalCredential>
`;
  const path = 'externalCredentials/Platform.externalCredential';
  const parameter =
    'externalCredentialParameters.Session (parameterName=Session, parameterType=SystemUserPrincipal';

  it('are reported by pull, and a deploy leaves them in the org that has them', async () => {
    const org = await pullOrg({ seed: { components: { [path]: reserved } } });
    const { notes } = await pull({ config: org.config });
    expect(notes).toEqual([expect.stringContaining(parameter)]);
    expect((await plan({ config: org.config })).changes).toEqual([]);
    org.write(org.text().replace('label: Platform', 'label: Acme platform'));
    await deploy({ config: org.config });
    const there = (await org.retrieved())[path] ?? '';
    expect(canonical(there)).toEqual(canonical(reserved.replace('>Platform<', '>Acme platform<')));
  });

  it("don't count as a difference in an org without them", async () => {
    const first = await pullOrg({ seed: { components: { [path]: reserved } } });
    await pull({ config: first.config });
    const second = await pullOrg();
    second.write(first.text());
    await deploy({ config: second.config });
    expect((await plan({ config: second.config })).changes).toEqual([]);
    expect((await second.retrieved())[path]).not.toContain('SystemUserPrincipal');
  });
});
