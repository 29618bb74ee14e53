import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../../src/local/salesforce/index.ts';
import { closeAll, startOrg } from './client.ts';
import { chain } from './samples.ts';

afterEach(closeAll);

const { 'package.xml': _manifest, ...components } = chain();

describe('a seed', () => {
  it('adds components as a deploy would', async () => {
    const { query } = await startOrg({ seed: { components } });
    const { body } = await query('SELECT Parent.Name FROM SetupEntityAccess');
    expect(body.records).toMatchObject([{ Parent: { Name: 'AcmeKeyAccess' } }]);
  });

  it('assigns permission sets, to autoproc too', async () => {
    const { query } = await startOrg({ seed: { components, assignments: { AcmeKeyAccess: ['autoproc'] } } });
    const { body } = await query(
      "SELECT Assignee.Alias FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'",
    );
    expect(body.records).toMatchObject([{ Assignee: { Alias: 'autoproc' } }]);
  });

  it('lets a profile grant a principal: visible in SetupEntityAccess, not in metadata (salesforce.md, section 10)', async () => {
    const seed = { components, profileGrants: { 'System Administrator': ['AcmeKms-Key Service'] } };
    const client = await startOrg({ seed });
    const soql =
      'SELECT Parent.IsOwnedByProfile, Parent.Profile.Name FROM SetupEntityAccess WHERE Parent.IsOwnedByProfile = true';
    expect((await client.query(soql)).body.records).toMatchObject([
      { Parent: { Profile: { Name: 'System Administrator' } } },
    ]);
    await client.deploy(chain());
    expect((await client.query(soql)).body.totalSize).toBe(1);
  });

  it('is restored by a reset', async () => {
    const client = await startOrg({ seed: { components } });
    await client.deploy({
      'package.xml': chain()['package.xml']?.replace(/<types>.*<\/types>/, '') as string,
    });
    await client.org.reset();
    expect((await client.query('SELECT COUNT() FROM NamedCredential')).body.totalSize).toBe(1);
  });

  it.each([
    [
      'a component that a deploy would refuse',
      { components: { 'permissionsets/A.permissionset': '<a/>' } },
      /permissionsets\/A\.permissionset: Error parsing file/,
    ],
    [
      'an unknown principal',
      { profileGrants: { 'System Administrator': ['None-None'] } },
      /no principal "None-None"/,
    ],
    ['an unknown user', { components, assignments: { AcmeKeyAccess: ['nobody'] } }, /no user "nobody"/],
    ['an id that is none', { orgId: '005000000000001' }, /not the id of an organization/],
  ])('with %s is refused', async (_name, seed, message) => {
    await expect(createLocalOrg({ seed })).rejects.toMatchObject({
      code: 'LocalOrgSeedInvalid',
      message: expect.stringMatching(message),
    });
  });
});
