import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync('docs/SECURITY.md', 'utf8');

interface Named {
  readonly file: string;
  readonly title: string;
}

/** The tests that a line names: `file` "title", "title"; `file` "title". */
function testsIn(line: string): readonly Named[] {
  return [...line.matchAll(/`(test\/[^`]+\.test\.ts)`((?:,? "[^"]+")+)/g)].flatMap(
    ([, file = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ file, title })),
  );
}

/** Whether a file has a test or a group with this title, or a template that begins with it. */
function hasTest({ file, title }: Named): boolean {
  if (!existsSync(file)) return false;
  const source = readFileSync(file, 'utf8');
  const called = String.raw`(?:\b(?:it|test|describe)|\]|\)|every)(?:\.\w+)*\(\s*`;
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${RegExp.escape(title)}`).join('|');
  return new RegExp(`${called}(?:${quoted})`).test(source);
}

/** Rows of the tables, without their heads. */
const lines = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Attack |'))
  .map((line) => ({ line, attack: line.split(' | ')[0]?.slice(2) ?? '' }));

describe('The threat model', () => {
  it('has lines for each attacker', () => {
    expect(lines.length).toBeGreaterThan(30);
  });

  it.each(lines)('names a test or says that there is none: $attack', ({ line }) => {
    expect(testsIn(line).length > 0 || line.includes('**not tested**')).toBe(true);
  });

  it.each([...new Map(testsIn(page).map((named) => [JSON.stringify(named), named])).values()])(
    'names an existing test: $file "$title"',
    (named) => {
      expect(hasTest(named)).toBe(true);
    },
  );

  it('detects a missing test', () => {
    const file = 'test/e2e/tls.test.ts';
    expect(hasTest({ file, title: 'an org with an untrusted certificate gets no token' })).toBe(true);
    expect(hasTest({ file, title: 'an org whose certificate is fine' })).toBe(false);
    expect(hasTest({ file: 'test/none.test.ts', title: 'an org' })).toBe(false);
    expect(hasTest({ file, title: 'gets no token' })).toBe(false);
  });
});
