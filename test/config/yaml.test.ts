import { describe, expect, it } from '@jest/globals';
import { configOf, problemsIn } from './reading.ts';

const empty = '1:1 error the file is empty; run `keyway init` to create one';
const notMapMessage = '1:1 error the file must be a map that starts with `version: 1`';
const tag = "tags (!…) aren't supported; put text that begins with ! in quotes";

describe("a file that isn't YAML", () => {
  it.each([
    [
      'version: 1\n\tlabel: x',
      '2:1 error this is not valid YAML: this line is indented with a tab; use spaces',
    ],
    [
      'version: "1',
      '1:12 error this is not valid YAML: something is missing here: a closing quote or bracket, a comma, or the colon after a key',
    ],
    [
      'version: 1\nremoved: { namedCredentials: [Old }',
      "2:35 error this is not valid YAML: the brackets don't match; one is missing, or there is one too many",
    ],
    [
      'version: 1\nlabel: a: b',
      '2:8 error this is not valid YAML: this line has two colons; put text that contains ": " in quotes',
    ],
    [
      'version: 1\nlabel: @home',
      '2:8 error this is not valid YAML: put text that begins with this character in quotes',
    ],
    [
      'version: 1\nlabel: "a\\qb"',
      '2:10 error this is not valid YAML: in double quotes a \\ begins an escape; double it, or use single quotes',
    ],
    [
      'version: 1\nnamedCredentials: { Keys: { url: ${env:URL} } }',
      '2:35 error this is not valid YAML: inside { } or [ ] a reference needs quotes, such as "${env:NAME}"',
    ],
    ['version: 1\n---\nversion: 1', '2:1 error the file has several documents; keep one'],
    ['%YAML 1.1\n---\nversion: 1', '1:1 error keyway reads YAML 1.2; remove the %YAML line'],
  ])('is refused once, at its place: %j', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });
});

describe('a file without a map at the top', () => {
  it.each([
    ['', empty],
    ['\n\n', empty],
    ['# a comment', empty],
    ['---\n', empty],
    ['- version: 1', notMapMessage],
    ['version 1', notMapMessage],
    ['42', notMapMessage],
  ])('is refused: %j', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });
});

describe('keys', () => {
  it('are unique in a map; an error names both places', () => {
    expect(problemsIn('version: 1\nremoved: {}\nremoved: {}')).toEqual([
      '3:1 error "removed" appears twice in this map, first on line 2; keep one',
    ]);
  });

  it('are compared as text, so that 1 and "1" are the same key', () => {
    expect(problemsIn('version: 1\nremoved: { namedCredentials: [] }\n1: a\n"1": b')).toContain(
      '4:1 error "1" appears twice in this map, first on line 3; keep one',
    );
  });

  it.each(['~: a', '? [a]\n: b', '? {a: b}\n: c'])('are always text: %j', (entry) => {
    expect(problemsIn(`version: 1\n${entry}`)).toEqual([
      expect.stringMatching(/^2:\d error a key must be text; put it in quotes$/),
    ]);
  });

  it("can't be __proto__", () => {
    expect(problemsIn('version: 1\nnamedCredentials:\n  __proto__: { label: x }')).toEqual([
      '3:3 error "__proto__" isn\'t allowed as a name; choose another',
    ]);
  });

  it("don't merge", () => {
    expect(problemsIn('version: 1\nremoved:\n  <<: { namedCredentials: [Old] }')).toEqual([
      '3:3 error YAML 1.2 has no merge keys (<<); write the fields out, or use environments for what differs',
    ]);
  });
});

describe('tags', () => {
  it.each([
    'version: !!js/function "x"',
    'version: !!binary aGk=',
    'version: !!set { a, b }',
    'version: !!omap [ a: 1 ]',
    'version: !!timestamp 2001-01-01',
    'version: !secret x',
  ])('of anything but plain data are refused: %s', (text) => {
    expect(problemsIn(text)).toEqual([expect.stringContaining(`error ${tag}`)]);
  });

  it('of plain data change nothing', () => {
    expect(problemsIn('version: !!int 1\nremoved: !!map { namedCredentials: !!seq [!!str Old] }')).toEqual(
      [],
    );
  });

  it("aren't needed for dates, which are text", () => {
    expect(problemsIn('version: 1\nremoved: { namedCredentials: [2001-01-01] }')).toEqual([
      expect.stringContaining('2:31 error item 1 of removed.namedCredentials is not a developer name'),
    ]);
  });
});

describe('anchors and aliases', () => {
  it('are expanded', () => {
    const { removed } = configOf(
      'version: 1\nremoved: { namedCredentials: &old [OldKeys], permissionSets: *old }',
    );
    expect(removed).toEqual({ namedCredentials: ['OldKeys'], permissionSets: ['OldKeys'] });
  });

  it('refer to earlier nodes', () => {
    expect(problemsIn('version: 1\nremoved: { namedCredentials: *old }')).toEqual([
      '2:30 error the alias *old has no anchor before it; put text that begins with * in quotes',
    ]);
  });

  it("can't refer to themselves", () => {
    expect(problemsIn('version: 1\nremoved: &all { namedCredentials: *all }')).toEqual([
      '2:35 error the alias *all has no anchor before it; put text that begins with * in quotes',
    ]);
  });

  it("can't multiply", () => {
    const levels = Array.from({ length: 30 }, (_, index) =>
      index === 0 ? 'a0: &a0 [x, x]' : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
    );
    expect(problemsIn(levels.join('\n'))).toEqual([
      expect.stringContaining('error the file is too large with its aliases expanded; remove aliases'),
    ]);
  });

  it("can't nest endlessly", () => {
    const levels = Array.from({ length: 5000 }, (_, index) => `a${index}: &a${index} [*a${index - 1}]`);
    expect(problemsIn(['a-1: &a-1 x', ...levels].join('\n'))).toEqual([
      expect.stringContaining('error the file is too large with its aliases expanded'),
    ]);
  });
});

describe('line ends and characters', () => {
  it('can be CRLF, with the same positions and the same text', () => {
    const text = 'version: 1\nremoved:\n  namedCredentials: [Old]\n  colour: red\n';
    expect(problemsIn(text.replaceAll('\n', '\r\n'))).toEqual(problemsIn(text));
    const label =
      'version: 1\npermissionSets:\n  Access:\n    label: x\n    description: |\n      a\n      b\n';
    expect(configOf(label.replaceAll('\n', '\r\n')).permissionSets?.Access?.description).toBe('a\nb\n');
  });

  it('can include a byte order mark', () => {
    expect(problemsIn('\uFEFFversion: 2')).toEqual(['1:10 error "version" must be 1, not the number 2']);
  });

  it.each([
    ['version: 1\nx: a\0b', "2:5 error the character U+0000 isn't allowed in a YAML file; remove it"],
    ['version: 1\nx: "\u001B[2J"', "2:5 error the character U+001B isn't allowed in a YAML file; remove it"],
    [
      'version: 1\rx: 1\r',
      '1:11 error the line ends in a lone carriage return; save the file with LF or CRLF line ends',
    ],
  ])('that YAML forbids are refused: %j', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });
});

describe('a file that tries to break the parser', () => {
  it.each([
    ['100,000 open brackets', '['.repeat(100_000)],
    ['100,000 brackets', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['50,000 maps in maps', '{a: '.repeat(50_000)],
    [
      '1,000 levels by indentation',
      Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    ],
    ['100,000 dashes', '- '.repeat(100_000)],
  ])('is refused if it is too deep: %s', (_name, text) => {
    expect(problemsIn(text)).toEqual([
      expect.stringMatching(/^\d+:\d+ error this has more than 50 levels of nesting$/),
    ]);
  });

  it.each([
    ['40,000 keys', Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['40,000 anchors', Array.from({ length: 40_000 }, (_, index) => `k${index}: &a${index} 1`).join('\n')],
    [
      '40,000 aliases',
      `a: &a 1\n${Array.from({ length: 40_000 }, (_, index) => `k${index}: *a`).join('\n')}`,
    ],
    ['a million spaces', `version: 1${' '.repeat(1_000_000)}`],
    ['a text of a million characters', `version: ${'sk-'.repeat(300_000)}`],
    ['100,000 reference beginnings', `version: "${'${'.repeat(100_000)}"`],
    [
      '20,000 names that are near each other',
      `version: 1\nremoved: { namedCredentials: [${'9x, '.repeat(20_000)}] }`,
    ],
    [
      '10,000 principals that are not there',
      `version: 1\npermissionSets: { A: { label: a, principals: [${Array.from({ length: 10_000 }, (_, i) => `A-${i}`).join(', ')}] } }`,
    ],
  ])('is parsed or refused within seconds: %s', (_name, text) => {
    const start = performance.now();
    expect(problemsIn(text).length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});
