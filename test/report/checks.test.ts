import { describe, expect, it } from '@jest/globals';
import type { Check } from '../../src/kinds/link-check.ts';
import { formatVerified } from '../../src/report/checks.ts';

const held = (count: number, link: string): readonly Check[] =>
  Array.from({ length: count }, (_, n) => ({ link, name: `N${n}`, ok: true, message: 'matches the config' }));
const lines = (checks: readonly Check[], verbose = false) =>
  formatVerified(checks, verbose).map((line) => line.trimEnd());

describe('The output of verify', () => {
  it('shows every link, if there are few', () => {
    expect(lines(held(40, 'NamedCredential'))).toHaveLength(40);
  });

  it('shows failures and warnings, and counts the others, if there are many', () => {
    const broken: Check = { link: 'Key', name: 'DataKey', ok: false, message: 'is DESTROYED' };
    const soon: Check = { link: 'Certificate', name: 'Byok', ok: true, warning: true, message: 'ends soon' };
    const open: Check = { link: 'Credential', name: 'Kms-P', ok: null, message: 'is not in the config' };
    const many = [...held(1000, 'NamedCredential'), broken, open, soon, ...held(30, 'PermissionSet')];
    expect(lines(many)).toEqual([
      '  ✖ Key              DataKey  is DESTROYED',
      '  ! Certificate      Byok     ends soon',
      '  ✔ NamedCredential  1000     as in the config',
      '  ? Credential       1        not provable from here',
      '  ✔ PermissionSet    30       as in the config',
      '',
      'To see every link, pass --verbose.',
    ]);
    expect(lines(many, true)).toHaveLength(many.length);
  });
});
