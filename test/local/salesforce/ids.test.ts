import { describe, expect, it } from '@jest/globals';
import { idOf, isId, withChecksum } from '../../../src/local/salesforce/ids.ts';

describe('record ids (Object Reference, "ID Field Type")', () => {
  it.each([
    ['00D000000000001', '00D000000000001EAA'],
    ['001A0000006Vm9u', '001A0000006Vm9uIAC'],
    ['0XA000000000001', '0XA000000000001GAA'],
  ])('%s has the 18-character form %s', (short, long) => {
    expect(withChecksum(short)).toBe(long);
  });

  it('count up from their key prefix', () => {
    expect([idOf('0Af', 1), idOf('0Af', 62)]).toEqual(['0Af000000000001CAA', '0Af000000000010CAA']);
  });

  it('are invalid with a wrong checksum', () => {
    expect([isId('00D000000000001EAA'), isId('00D000000000001EAB'), isId('00D')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
