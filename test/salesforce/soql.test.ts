import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { soql, soqlLike, soqlName } from '../../src/salesforce/index.ts';
import { splitIntoBatches } from '../../src/salesforce/soql.ts';

describe('soql', () => {
  it('converts values to literals', () => {
    expect(
      soql`SELECT Id FROM X WHERE A = ${'O\'Neil\\\n"x"'} AND B IN ${['a', "b'"]} AND C = ${null} AND D = ${true} AND E > ${1.5}`,
    ).toBe(
      "SELECT Id FROM X WHERE A = 'O\\'Neil\\\\\\n\\\"x\\\"' AND B IN ('a', 'b\\'') AND C = null AND D = true AND E > 1.5",
    );
  });

  it('escapes wildcards for LIKE, except the requested ones', () => {
    expect(soql`A LIKE ${soqlLike('50%_\\', { before: '%', after: '_' })}`).toBe("A LIKE '%50\\%\\_\\\\_'");
  });

  it('accepts names unchanged, and nothing else as a name', () => {
    expect(soql`SELECT ${soqlName('Assignee.Username')} FROM User`).toBe(
      'SELECT Assignee.Username FROM User',
    );
    expect(() => soqlName('Id FROM User --')).toThrow(TypeError);
  });

  it('refuses an empty list and invalid numbers', () => {
    expect(() => soql`A IN ${[]}`).toThrow('empty list');
    expect(() => soql`A = ${Number.NaN}`).toThrow('NaN');
  });

  it('never lets a string end its literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = soql`${text}`;
        expect(literal.slice(1, -1).replace(/\\./gs, '')).not.toMatch(/['\\\n\r]/);
      }),
    );
  });
});

describe('splitIntoBatches', () => {
  it('keeps each part within the budget, all values, in order, once', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (values) => {
        const batches = splitIntoBatches(values, 500);
        expect(batches.flat()).toEqual([...new Set(values)]);
        for (const batch of batches) {
          const length = encodeURIComponent(soql`${batch}`).length;
          expect(batch.length === 1 || length <= 500 + 2).toBe(true);
        }
      }),
    );
  });

  it('returns none for none', () => {
    expect(splitIntoBatches([])).toEqual([]);
  });
});
