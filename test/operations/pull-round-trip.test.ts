import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fromXml, normalise } from '../../src/kinds/metadata.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import type { Files } from '../local/salesforce/client.ts';
import { apiVersionOf, byName, cases, deployable, fixtures, orgWithFixture } from './fixture-orgs.ts';
import { closePulls, metadataIn, pullOrg } from './pull-org.ts';

afterEach(closePulls);

describe.each(cases)('fixture %s', (name) => {
  it('is in an org, is pulled into a new file, and renders the same bytes', async () => {
    const org = await orgWithFixture(name);
    const files = deployable(name);
    const apiVersion = apiVersionOf(name);
    const names = byName[name] ?? [];
    const { leftOut, notes } = await pull({ config: org.config, apiVersion, names });
    // For an org, b and B are the same principal; in metadata they differ.
    const said = notes.filter((note) => !/^AcmeKms-[bB]: keyway can't read whether/.test(note));
    expect({ leftOut, said }).toEqual({ leftOut: [], said: [] });
    render({ config: org.config });
    expect(metadataIn(org.folder)).toMatchObject(files);
    if (name !== 'permission-sets') expect((await plan({ config: org.config })).changes).toEqual([]);
    const before = org.text();
    expect((await pull({ config: org.config })).changed).toBe(false);
    expect(org.text()).toBe(before);
  });
});

describe('real metadata', () => {
  const samples = join(fixtures, 'samples');

  it('is pulled and rendered with the same meaning, whatever its age', async () => {
    const org = await pullOrg();
    const { 'externalCredentials/OpenAI.externalCredential': external = '', ...others } = metadataIn(samples);
    // Before 58.0 a principal referred to a permission set. Current orgs remove that (salesforce.md, 1.2).
    const today = external.replace(/ *<principal>.*<\/principal>\n/, '');
    const files: Files = { 'externalCredentials/OpenAI.externalCredential': today, ...others };
    await org.deploy(files);
    const { leftOut, notes } = await pull({ config: org.config, apiVersion: '66.0' });
    expect({ leftOut, notes }).toEqual({ leftOut: [], notes: [] });
    render({ config: org.config });
    const rendered = metadataIn(org.folder);
    expect(Object.keys(rendered).sort()).toEqual(Object.keys(files).sort());
    for (const [path, text] of Object.entries(files)) {
      const type = path.startsWith('external') ? 'ExternalCredential' : 'NamedCredential';
      const name = path.replace(/^.*\/|\..*$/g, '');
      expect(normalise(fromXml(type, name, rendered[path] ?? ''))).toEqual(
        normalise(fromXml(type, name, text)),
      );
    }
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });
});
