import { describe, expect, it } from '@jest/globals';
import { printable } from '../../src/report/terminal.ts';

describe('Text of others on a terminal', () => {
  it('cannot move the cursor, change colours or turn the direction of writing', () => {
    expect(printable('a\u001b[2Jb\rc\u202Ed\u009Be')).toBe('a\\u{1b}[2Jb\\u{d}c\\u{202e}d\\u{9b}e');
  });

  it('is shown as it is otherwise', () => {
    expect(printable('Schlüssel 🔑 "x" <y>')).toBe('Schlüssel 🔑 "x" <y>');
  });
});
