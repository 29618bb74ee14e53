import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

describe('deploy --only', () => {
  it("verifies what its stages concern, and says that this isn't everything", async () => {
    const { checks, remarks } = await deploy({ config: place.config, only: ['metadata'] });
    expect(checks.map(({ link }) => link)).toEqual([
      'ExternalCredential',
      'Principal',
      'NamedCredential',
      'PermissionSet',
      'PrincipalAccess',
    ]);
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(remarks).toContainEqual(expect.stringMatching(/^Verified only metadata\. To check everything/));
  });

  it('still fails if its own stages leave something broken', async () => {
    await deploy({ config: place.config, only: ['metadata'] });
    const { checks } = await deploy({ config: place.config, only: ['credentials'] });
    expect(checks).toMatchObject([{ link: 'Credential', name: 'AcmeKms-KeyService', ok: true }]);
  });
});
