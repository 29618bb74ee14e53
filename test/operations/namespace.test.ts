import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import { verify } from '../../src/operations/verify.ts';
import {
  access,
  externalCredential,
  namedCredential,
  permissionSet,
  principal,
} from '../local/salesforce/samples.ts';
import { closePulls, metadataIn, type PullOrg, pullOrg } from './pull-org.ts';

/** Files of a project with the namespace `acme` that also uses a package of `partner`. */
const files = {
  'externalCredentials/Kms.externalCredential': externalCredential('Custom', principal('P')),
  'namedCredentials/Keys.namedCredential': namedCredential('acme__Kms'),
  'namedCredentials/Theirs.namedCredential': namedCredential('partner__Kms', 'https://partner.example'),
  'permissionsets/Access.permissionset': permissionSet(access('acme__Kms-P') + access('partner__Kms-Q')),
};
const package_ = {
  'externalCredentials/partner__Kms.externalCredential': externalCredential('Custom', principal('Q')),
  'permissionsets/partner__Theirs.permissionset': permissionSet(access('partner__Kms-Q')),
};

let org: PullOrg;
const start = async () => {
  org = await pullOrg({ namespace: 'acme', seed: { components: package_ } });
  await org.deploy(files);
};
const own = async () => {
  const all = Object.entries(await org.retrieved());
  return Object.fromEntries(all.filter(([path]) => !path.includes('partner__')));
};
afterEach(closePulls);

describe('in an org with its own namespace', () => {
  it('names of its own components are pulled without the prefix, those of packages with theirs', async () => {
    await start();
    const { leftOut } = await pull({ config: org.config });
    expect(leftOut.map(({ name, reason }) => [name, reason])).toEqual([
      ['partner__Kms', 'belongs to a managed package'],
      ['partner__Theirs', 'belongs to a managed package'],
    ]);
    const { externalCredentials, namedCredentials, permissionSets } = parse(org.text());
    expect(Object.keys(externalCredentials)).toEqual(['Kms']);
    expect(namedCredentials.Keys.externalCredential).toBe('Kms');
    expect(namedCredentials.Theirs.externalCredential).toBe('partner__Kms');
    expect(permissionSets.Access.principals).toEqual(['Kms-P', 'partner__Kms-Q']);
    expect(await plan({ config: org.config })).toMatchObject({ changes: [], problems: [] });
  });

  it('a project that declares the namespace renders what the org retrieves, byte for byte', async () => {
    await start();
    writeFileSync(
      join(org.folder, 'sfdx-project.json'),
      '{ "namespace": "acme", "sourceApiVersion": "66.0", "packageDirectories": [] }',
    );
    await pull({ config: org.config });
    render({ config: org.config });
    expect(metadataIn(org.folder)).toEqual(await own());
  });

  it('a second org gets the same, and a file with the prefix has the same meaning', async () => {
    await start();
    await pull({ config: org.config });
    const there = await own();
    const text = org.text();
    org = await pullOrg({ namespace: 'acme', seed: { components: package_ } });
    org.write(text);
    await deploy({ config: org.config });
    expect(await own()).toEqual(there);
    org.write(text.replace('externalCredential: Kms', 'externalCredential: acme__Kms'));
    expect(org.text()).not.toBe(text);
    expect((await plan({ config: org.config })).changes).toEqual([]);
    expect((await pull({ config: org.config })).changed).toBe(false);
  });

  it('exclusive and its principals are verified by the same names', async () => {
    await start();
    org.write(`version: 1
apiVersion: "66.0"
externalCredentials:
  Kms: { label: Acme KMS, authentication: { protocol: Custom }, principals: { P: NamedPrincipal } }
permissionSets:
  Access: { label: Acme key access, principals: [acme__Kms-P, partner__Kms-Q], exclusive: true }
`);
    await deploy({ config: org.config });
    const { checks } = await verify({ config: org.config });
    expect(checks.filter(({ link }) => link === 'Exclusive')).toEqual([
      { link: 'Exclusive', name: 'Access', ok: true, message: 'nobody else can use its principals' },
    ]);
  });

  it("components of a package can't be deployed over", async () => {
    await start();
    await expect(org.deploy(package_)).rejects.toThrow(/not contain two consecutive underscores/);
  });
});
