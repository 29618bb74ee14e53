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
  it('passes if only users under assignTo can reach its principals', () => {
    expect(check()).toMatchObject({ ok: true, message: 'nobody else can use its principals' });
  });

  it('fails if another user has the set itself', () => {
    expect(checkExclusive(sets, [{ ...own, holders: ['autoproc', 'ops@acme.example'] }])[0]).toMatchObject({
      ok: false,
      message: 'others can use its principals: ops@acme.example by permission set AcmeKeyAccess',
    });
  });

  it('fails if another assigned permission set grants them, but not an unassigned one', () => {
    const other = { ...own, by: 'permission set Other', permissionSet: 'Other' };
    expect(check({ ...other, holders: ['ops@acme.example'] })?.message).toBe(
      'others can use its principals: permission set Other grants AcmeKms-KeyService (ops@acme.example)',
    );
    expect(check({ ...other, holders: [] })?.ok).toBe(true);
  });

  it('fails if a profile grants them, even without users', () => {
    const profile = { ...own, by: 'profile Guest', permissionSet: undefined, holders: [] };
    expect(check(profile)?.message).toBe(
      'others can use its principals: profile Guest grants AcmeKms-KeyService',
    );
  });

  it('ignores principals of other sets', () => {
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
