import { describe, expect, it } from '@jest/globals';
import { checkComponents } from '../../src/engine/verify.ts';
import { checkAssignments } from '../../src/kinds/assignment/verify.ts';
import { type ConfigComponents, toComponents } from '../../src/kinds/metadata.ts';
import type { OrgState } from '../../src/kinds/state.ts';
import { chain, orgWith } from './chain.ts';

const active = {
  id: '0Pa000000000001AAA',
  permissionSet: 'AcmeKeyAccess',
  assignee: 'autoproc',
  isActive: true,
};

function check(config: ConfigComponents, state: OrgState, removed: readonly string[] = []) {
  const desired = {
    components: toComponents(config, { apiVersion: '66.0' }),
    parts: [],
    removed: removed.map((fullName) => ({ type: 'NamedCredential' as const, fullName })),
    assignments: [{ permissionSet: 'AcmeKeyAccess', assignTo: ['autoproc'], exclusive: false }],
    credentials: [],
    principals: [],
    keys: [],
  };
  return [...checkComponents(desired, state), ...checkAssignments(desired, state)];
}

describe('The chain read back', () => {
  it('passes link by link if the org has everything', () => {
    expect(check(chain(), orgWith(chain(), [active])).map(({ link, name, ok }) => [link, name, ok])).toEqual([
      ['ExternalCredential', 'AcmeKms', true],
      ['Principal', 'AcmeKms-KeyService', true],
      ['NamedCredential', 'AcmeKeys', true],
      ['PermissionSet', 'AcmeKeyAccess', true],
      ['PrincipalAccess', 'AcmeKeyAccess → AcmeKms-KeyService', true],
      ['Assignment', 'AcmeKeyAccess → autoproc', true],
    ]);
  });

  const broken = (state: OrgState) =>
    check(chain(), state)
      .filter(({ ok }) => ok === false)
      .map(({ link, name, message }) => `${link} ${name} ${message}`);

  it('names a field that differs', () => {
    const there = chain({ namedCredential: { calloutStatus: 'Disabled' } });
    expect(broken(orgWith(there, [active]))).toEqual(['NamedCredential AcmeKeys differs in calloutStatus']);
  });

  it("names a component that doesn't exist", () => {
    const { namedCredentials: _none, ...rest } = chain();
    expect(broken(orgWith(rest, [active]))).toEqual(['NamedCredential AcmeKeys is not in the org']);
  });

  it('names a principal whose access is not granted', () => {
    const there = chain({ permissionSet: { principals: [] } });
    expect(broken(orgWith(there, [active]))).toEqual([
      'PermissionSet AcmeKeyAccess differs in principals.AcmeKms-KeyService',
      'PrincipalAccess AcmeKeyAccess → AcmeKms-KeyService is not granted',
    ]);
  });

  it('names a missing or expired assignment', () => {
    expect(broken(orgWith(chain()))).toEqual(['Assignment AcmeKeyAccess → autoproc is not assigned']);
    expect(broken(orgWith(chain(), [{ ...active, isActive: false }]))).toEqual([
      'Assignment AcmeKeyAccess → autoproc has expired or is not active',
    ]);
  });

  it('names a component that should have been removed', () => {
    const checks = check({ ...chain(), namedCredentials: {} }, orgWith(chain(), [active]), [
      'AcmeKeys',
      'Gone',
    ]);
    expect(checks.filter(({ link }) => link === 'NamedCredential').map(({ name, ok }) => [name, ok])).toEqual(
      [
        ['AcmeKeys', false],
        ['Gone', true],
      ],
    );
  });
});
