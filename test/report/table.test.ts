import { describe, expect, it } from '@jest/globals';
import { columns } from '../../src/report/table.ts';

describe('A table', () => {
  it('keeps a row on one line, whatever it contains', () => {
    expect(
      columns([
        ['a\nb\tc', 'x'],
        ['d', 'e\n✔ f'],
      ]),
    ).toEqual(['a\\nb\\tc  x', 'd        e\\n✔ f']);
  });

  it('is aligned in columns', () => {
    expect(
      columns([
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'cc'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b   cc']);
  });

  it('wraps the last column at words, below its start', () => {
    const rows = [['  ! AcmeKms', 'grants ClientCredentialsClientSecret to two permission sets']];
    expect(columns(rows, 50)).toEqual([
      '  ! AcmeKms  grants ClientCredentialsClientSecret\n             to two permission sets',
    ]);
  });

  it('starts the last column on a new line if it has no room', () => {
    const rows = [['  a name of thirty characters in', 'one two three four five']];
    expect(columns(rows, 40)).toEqual(['  a name of thirty characters in\n      one two three four five']);
  });

  it('keeps a word whole that is longer than a line', () => {
    expect(columns([['a', 'https://login.acme.example/services/oauth2/token']], 30)).toEqual([
      'a  https://login.acme.example/services/oauth2/token',
    ]);
  });

  it('keeps a row on one line in a pipe', () => {
    const long = 'word '.repeat(100).trim();
    expect(columns([['a', long]], Number.POSITIVE_INFINITY)).toEqual([`a  ${long}`]);
  });
});
