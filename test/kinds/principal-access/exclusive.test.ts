import { describe, expect, it } from '@jest/globals';
import { checkExclusive } from '../../../src/kinds/principal-access/exclusive.ts';
import type { PrincipalGrant } from '../../../src/salesforce/index.ts';

const sets = [{ permissionSet: 'AcmeKeyAccess', principals: ['AcmeKms-KeyService'], assignTo: ['autoproc'] }];
const own: PrincipalGrant = {
  principal: 'AcmeKms-KeyService',
  by: 'permission set AcmeKeyAccess',
  permissionSet: 'AcmeKeyAccess',
  holders: ['autoproc'],
};
const check = (...grants: PrincipalGrant[]) => checkExclusive(sets, [own, ...grants])[0];

describe('An exclusive permission set', () => {
  it('holds where nobody but those under assignTo reaches its principals', () => {
    expect(check()).toMatchObject({ ok: true, message: 'nobody else can use its principals' });
  });

  it('is broken by another holder of the set itself', () => {
    expect(checkExclusive(sets, [{ ...own, holders: ['autoproc', 'ops@acme.example'] }])[0]).toMatchObject({
      ok: false,
      message: 'others can use its principals: ops@acme.example by permission set AcmeKeyAccess',
    });
  });

  it('is broken by another permission set that somebody holds, and not by one that nobody holds', () => {
    const other = { ...own, by: 'permission set Other', permissionSet: 'Other' };
    expect(check({ ...other, holders: ['ops@acme.example'] })?.message).toBe(
      'others can use its principals: permission set Other grants AcmeKms-KeyService (ops@acme.example)',
    );
    expect(check({ ...other, holders: [] })?.ok).toBe(true);
  });

  it('is broken by a profile, even while nobody has it', () => {
    const profile = { ...own, by: 'profile Guest', permissionSet: undefined, holders: [] };
    expect(check(profile)?.message).toBe(
      'others can use its principals: profile Guest grants AcmeKms-KeyService',
    );
  });

  it('does not look at principals of others', () => {
    const elsewhere = {
      ...own,
      principal: 'Other-Service',
      by: 'profile Guest',
      permissionSet: undefined,
      holders: [],
    };
    expect(check(elsewhere)?.ok).toBe(true);
  });
});
