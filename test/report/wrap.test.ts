import { describe, expect, it } from '@jest/globals';
import { fitToScreen } from '../../src/report/wrap.ts';

describe('a text on a screen', () => {
  it('wraps at words, and continues below its own beginning', () => {
    expect(fitToScreen('For a real org: set ACME_ID, then keyway plan', 24)).toBe(
      'For a real org: set\nACME_ID, then keyway\nplan',
    );
    expect(fitToScreen('  · AcmeDataKey: this archives version 1', 24)).toBe(
      '  · AcmeDataKey: this\n    archives version 1',
    );
    expect(fitToScreen('\u001B[33m!\u001B[39m The credential was stored already', 24)).toBe(
      '\u001B[33m!\u001B[39m The credential was\n  stored already',
    );
  });

  it('keeps lines that fit, and words that are longer than the screen', () => {
    expect(fitToScreen('a b\n\n  c', 4)).toBe('a b\n\n  c');
    expect(fitToScreen('see https://kms.acme.example/v1/keys', 12)).toBe(
      'see\nhttps://kms.acme.example/v1/keys',
    );
  });
});
