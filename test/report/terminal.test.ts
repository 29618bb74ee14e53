import { describe, expect, it, jest } from '@jest/globals';
import { printable, printToStderr } from '../../src/report/terminal.ts';

describe('Foreign text on a terminal', () => {
  it("can't move the cursor, change colours or change the direction of writing", () => {
    expect(printable('a\u001b[2Jb\rc\u202Ed\u009Be')).toBe('a\\u{1b}[2Jb\\u{d}c\\u{202e}d\\u{9b}e');
  });

  it('is shown unchanged otherwise', () => {
    expect(printable('Schlüssel 🔑 "x" <y>')).toBe('Schlüssel 🔑 "x" <y>');
  });
});

describe('Foreign text in the log of a CI runner', () => {
  it.each([
    ['  ::add-mask::x', '  \\u{3a}:add-mask::x'],
    ['a\n::error::x', 'a\n\\u{3a}:error::x'],
    ['##[error]x', '\\u{23}#[error]x'],
    ['##vso[task.setvariable]x', '\\u{23}#vso[task.setvariable]x'],
    ['Acme::Key ::1 # ## a', 'Acme::Key ::1 # ## a'],
  ])("%j isn't a command", (text, shown) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      printToStderr(text);
      expect(write.mock.calls).toEqual([[`${shown}\n`]]);
    } finally {
      write.mockRestore();
    }
  });
});
