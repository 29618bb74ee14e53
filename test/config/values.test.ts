import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatProblem } from '../../src/config/index.ts';
import { configOf, findProblems, problemsIn } from './reading.ts';

const specialValues = [
  'a=1&b=2',
  'pa$$word$&x',
  '<x>',
  '"q"',
  "it's",
  ']]>',
  '👩‍🚀 é ü',
  '&amp;',
  '&#39;',
  "'; DELETE FROM x; --",
  '../../etc/passwd',
  '{!$Credential.Kms.Key}',
  'a\nb\tc',
  'C:\\path',
  '%20',
  'yes',
  '0x1F',
  '',
];

describe('awkward values', () => {
  it.each(specialValues)('arrive exactly: %j', (value) => {
    const text = JSON.stringify({
      version: 1,
      permissionSets: { Access: { label: 'a', description: value } },
      externalCredentials: {
        Kms: {
          label: 'Kms',
          authentication: {
            protocol: 'Custom',
            parameters: [{ parameterType: 'AuthParameter', parameterName: 'x', parameterValue: value }],
          },
          principals: { 'Key Service - 2': { type: 'NamedPrincipal', description: value } },
        },
      },
    });
    const config = configOf(text);
    expect(config.permissionSets?.Access?.description).toBe(value);
    expect(config.externalCredentials?.Kms?.authentication.parameters?.[0]?.parameterValue).toBe(value);
    expect(config.externalCredentials?.Kms?.principals).toEqual({
      'Key Service - 2': { type: 'NamedPrincipal', description: value },
    });
  });

  it("of any kind arrive exactly, or are refused for a character that XML can't contain", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (value) => {
        const text = JSON.stringify({
          version: 1,
          permissionSets: { Access: { label: 'a', description: value.replaceAll('${', '$${') } },
        });
        const problems = problemsIn(text);
        if (problems.length === 0) expect(configOf(text).permissionSets?.Access?.description).toBe(value);
        else expect(problems.join()).toMatch(/which XML can't contain|no YAML file can hold/);
      }),
    );
  });
});

/** Any text, config-like or not: words of the format in any order, mixed with other content. */
function anyText(): fc.Arbitrary<string> {
  const word = fc.constantFrom(
    'version',
    'namedCredentials',
    'externalCredentials',
    'permissionSets',
    'environments',
    'removed',
    'Keys',
    'label',
    'url',
    'authentication',
    'protocol',
    'Oauth',
    'variant',
    'principals',
    'credentials',
    'type',
    'Legacy',
    'password',
    'targetOrg',
    'local',
    'headers',
    'value',
    'constructor',
    '__proto__',
    'toString',
    '${env:X}',
    '${',
    'a b',
    "a'b",
    '</x>',
    '\u001B[2J',
    '\uD800',
  );
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      word,
      fc.constantFrom(null, true, 1, 66.5, '', 'x'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.array(fc.tuple(word, tie('any')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).any;
  const sections = fc.record(
    {
      version: fc.constant(1),
      externalCredentials: value,
      namedCredentials: value,
      permissionSets: value,
      environments: value,
      removed: value,
    },
    { requiredKeys: ['version'] },
  );
  return fc.oneof(
    sections.map((sections) => JSON.stringify(sections, null, 2)),
    value.map((any) => JSON.stringify(any)),
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'a: ',
          '- ',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          '&a ',
          '*a',
          '!!x ',
          '|\n',
          '\n',
          '  ',
          '? ',
          ': ',
          ', ',
          '# ',
          '%',
          '---\n',
          '\t',
          'x',
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join('')),
  );
}

describe('any text', () => {
  it('is parsed, or refused with a sentence and a valid place', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const lines = text.replace(/^\uFEFF/, '').split('\n');
        for (const problem of findProblems(text, { env: { X: 'x' } })) {
          expect(problem.at.line).toBeGreaterThanOrEqual(1);
          expect(problem.at.line).toBeLessThanOrEqual(lines.length);
          expect(problem.at.column).toBeGreaterThanOrEqual(1);
          expect(problem.at.column).toBeLessThanOrEqual((lines[problem.at.line - 1] ?? '').length + 1);
          expect(formatProblem(problem)).not.toMatch(
            /undefined|\[object|Invalid|expected|Error|[\n\u001B]|\.$/,
          );
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('shows a value with terminal codes as text, if fields depend on it', () => {
    const named = (where: string) =>
      `version: 1\n${where}\n    authentication: { protocol: "\\e[2J", variant: "\\e[3J", nothing: 1 }\n`;
    for (const text of [named('permissionSets:'), named('externalCredentials:\n  Kms:\n    label: Kms')])
      for (const problem of findProblems(text, { env: {} }))
        expect(formatProblem(problem)).not.toContain('\u001B');
  });

  it('with one unknown field is refused at that key, at any depth', () => {
    const valid = {
      version: 1,
      externalCredentials: {
        Kms: {
          label: 'Kms',
          authentication: { protocol: 'Custom', headers: { a: { value: 'x' } } },
          principals: { P: { type: 'NamedPrincipal', credentials: { k: { value: '${env:X}' } } } },
        },
      },
      namedCredentials: {
        Keys: {
          label: 'k',
          url: { value: 'https://a.example' },
          externalCredential: 'Kms',
          check: { path: '/' },
        },
      },
      permissionSets: { Access: { label: 'a' } },
      removed: { permissionSets: ['Old'] },
      environments: { uat: { targetOrg: 'x', namedCredentials: { Keys: { label: 'l' } } } },
    };
    const places = [
      [],
      ['externalCredentials', 'Kms'],
      ['externalCredentials', 'Kms', 'authentication'],
      ['externalCredentials', 'Kms', 'authentication', 'headers', 'a'],
      ['externalCredentials', 'Kms', 'principals', 'P'],
      ['externalCredentials', 'Kms', 'principals', 'P', 'credentials', 'k'],
      ['namedCredentials', 'Keys'],
      ['namedCredentials', 'Keys', 'url'],
      ['namedCredentials', 'Keys', 'check'],
      ['permissionSets', 'Access'],
      ['removed'],
      ['environments', 'uat'],
      ['environments', 'uat', 'namedCredentials', 'Keys'],
    ];
    expect(problemsIn(JSON.stringify(valid))).toEqual([]);
    for (const place of places) {
      const broken = structuredClone(valid);
      const map = place.reduce<Record<string, unknown>>(
        (here, key) => here[key] as Record<string, unknown>,
        broken,
      );
      map.zzzzzz = 1;
      const text = JSON.stringify(broken, null, 2);
      const lines = text.split('\n');
      const line = lines.findIndex((candidate) => candidate.includes('zzzzzz'));
      const column = (lines[line] ?? '').indexOf('"zzzzzz"');
      expect(problemsIn(text)).toEqual([
        expect.stringContaining(`${line + 1}:${column + 1} error unknown field "zzzzzz"`),
      ]);
    }
  });
});
