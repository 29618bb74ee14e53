import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { applyResult, parseResult, placeOf, placeOfFact } from '../../scripts/conformance/apply.ts';
import { applyFile } from '../../scripts/conformance/apply-file.ts';
import { stateOf } from '../../scripts/conformance/state.ts';
import type { Fact } from '../../src/conformance/fact.ts';
import { facts } from '../../src/conformance/facts/index.ts';
import type { ConformanceResult } from '../../src/conformance/result.ts';

const fact = (id: string, more: Partial<Fact> = {}): Fact => ({
  id,
  sentence: 'A sentence.',
  source: 'assumed',
  constants: ['kinds/certificate contentOfNewCertificate'],
  expected: 'so',
  observe: async () => 'so',
  ...more,
});

type Seen = ConformanceResult['facts'][number];
const seen = (id: string, more: Partial<Seen> = {}): Seen => ({
  id,
  expected: 'so',
  seen: 'so',
  verdict: 'agrees',
  why: null,
  ...more,
});
const contradiction = { seen: 'otherwise', verdict: 'contradicts' } as const;

const result = (seenFacts: readonly Seen[], more: Partial<ConformanceResult> = {}): ConformanceResult => ({
  format: 1,
  keyway: '1.2.3',
  date: '2026-11-30',
  apiVersion: '66.0',
  orgKind: 'developer',
  withKeys: false,
  facts: [...seenFacts],
  leftovers: [],
  ...more,
});

describe('a result', () => {
  it('confirms the facts that agree, once for each kind of org and API version', () => {
    const known = [fact('one'), fact('two'), fact('three')];
    const first = applyResult(known, {}, result([seen('two'), seen('one'), seen('three', contradiction)]));
    const confirmation = { orgKind: 'developer', apiVersion: '66.0', date: '2026-11-30', expected: 'so' };
    expect(first.confirmed).toEqual({ one: [confirmation], two: [confirmation] });
    expect(first.contradicted.map(({ id, seen: words }) => [id, words])).toEqual([['three', 'otherwise']]);

    const later = applyResult(known, first.confirmed, result([seen('one')], { date: '2027-01-02' }));
    const sandbox = applyResult(known, later.confirmed, result([seen('one')], { orgKind: 'sandbox' }));
    expect(sandbox.confirmed.one).toEqual([
      { ...confirmation, date: '2027-01-02' },
      { ...confirmation, orgKind: 'sandbox' },
    ]);
  });

  it('confirms nothing that was skipped or failed, or that keyway itself shows', () => {
    const known = [fact('one'), fact('two'), fact('offline', { asks: 'nobody' })];
    const { confirmed, added, contradicted } = applyResult(
      known,
      {},
      result([
        seen('one', { verdict: 'skipped', seen: null, why: 'No.' }),
        seen('two', { verdict: 'failed', seen: null, why: 'No.' }),
        seen('offline'),
      ]),
    );
    expect({ confirmed, added, contradicted }).toEqual({ confirmed: {}, added: [], contradicted: [] });
  });

  it('of an older keyway ignores changed and removed facts', () => {
    const known = [fact('one', { expected: 'so now' })];
    const applied = applyResult(known, {}, result([seen('one'), seen('gone', contradiction)]));
    expect(applied).toEqual({ confirmed: {}, added: [], contradicted: [], outdated: ['one', 'gone'] });
  });

  it('of a local org is refused', () => {
    expect(() => applyResult([fact('one')], {}, result([seen('one')], { orgKind: 'local' }))).toThrow(
      'The result is of a local org, which proves nothing about Salesforce.',
    );
  });
});

describe('a file', () => {
  it('can be written by --out or printed by --json', () => {
    const one = result([seen('one')]);
    expect(parseResult(JSON.stringify(one), 'a.json')).toEqual(one);
    expect(parseResult(JSON.stringify({ status: 0, result: one, warnings: [] }), 'a.json')).toEqual(one);
  });

  it.each([
    ['', 'a.json is not JSON.'],
    ['null', 'a.json is not a result of keyway conformance: '],
    ['{"status":1,"name":"NotConfirmed"}', 'a.json is not a result of keyway conformance: '],
    [JSON.stringify(result([], { orgKind: 'production' as 'local' })), 'conformance: orgKind: '],
    [JSON.stringify(result([seen('../one')])), 'conformance: facts.0.id: '],
    [
      JSON.stringify(result([seen('one', { seen: 'otherwise' })])),
      'conformance: facts.0: what was seen is at odds',
    ],
    [JSON.stringify(result([seen('one', { verdict: 'contradicts' })])), 'facts.0: what was seen is at odds'],
    [JSON.stringify(result([seen('one', { verdict: 'skipped' })])), 'facts.0: what was seen is at odds'],
    [JSON.stringify({ ...result([]), more: 1 }), 'a.json is not a result'],
    [JSON.stringify(result([], { date: '2026-11-30T12:00' })), 'conformance: date: '],
  ])('that is malformed is refused: %s', (text, message) => {
    expect(() => parseResult(text, 'a.json')).toThrow(message);
  });
});

describe('--apply', () => {
  let folder: string;
  let printed: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyway-apply-'));
    writeFileSync(join(folder, 'confirmed.json'), '{}\n');
    printed = '';
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        printed += text;
        return true;
      });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  const apply = (text: string) => {
    writeFileSync(join(folder, 'result.json'), text);
    const code = applyFile(join(folder, 'result.json'), join(folder, 'confirmed.json'));
    return { code, confirmed: JSON.parse(readFileSync(join(folder, 'confirmed.json'), 'utf8')) };
  };
  const of = (id: string) => facts.find((one) => one.id === id) as Fact;

  it('records confirmations, and names what to change and where', () => {
    const { expected } = of('prefix-of-external-credentials');
    const contradicted = { ...contradiction, expected: of('beginning-of-parse-errors').expected };
    const { code, confirmed } = apply(
      JSON.stringify(
        result([
          seen('prefix-of-external-credentials', { expected, seen: expected }),
          seen('beginning-of-parse-errors', { ...contradicted, seen: 'Bad\u001b[2J: file' }),
        ]),
      ),
    );
    expect(code).toBe(2);
    expect(Object.keys(confirmed)).toEqual(['prefix-of-external-credentials']);
    expect(printed).toContain('developer org, API 66.0, 2026-11-30: 1 facts confirmed.');
    expect(printed).toMatch(
      /Contradicted: beginning-of-parse-errors \(src\/conformance\/facts\/\w[\w-]*\.ts:\d+\)/,
    );
    expect(printed).toMatch(
      /change: {3}local\/salesforce PARSE_ERROR_PREFIX \(src\/local\/salesforce\/uncertain\.ts:\d+\)/,
    );
    expect(printed).not.toContain('\u001b[2J');
  });

  it.each([
    [
      'of a local org',
      JSON.stringify(result([], { orgKind: 'local' })),
      'which proves nothing about Salesforce',
    ],
    ['that is malformed', '{', 'is not JSON.'],
  ])('refuses a file %s with a sentence, and records nothing', (_what, text, message) => {
    expect(apply(text)).toEqual({ code: 1, confirmed: {} });
    expect(printed).toContain(message);
  });

  it('refuses a missing file', () => {
    expect(applyFile(join(folder, 'none.json'), join(folder, 'confirmed.json'))).toBe(1);
    expect(applyFile(undefined, join(folder, 'confirmed.json'))).toBe(1);
    expect(printed).toContain("none.json can't be read (ENOENT).");
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });
});

describe('the page', () => {
  const confirmation = {
    orgKind: 'developer',
    apiVersion: '66.0',
    date: '2026-11-30',
    expected: 'so',
  } as const;

  it.each([
    ['no org has confirmed it', {}, {}],
    ['developer org, API 66.0, 2026-11-30', {}, { one: [confirmation] }],
    ['no org has confirmed it', { expected: 'so now' }, { one: [confirmation] }],
    ['only a local org can show it', { asks: 'localOrg' }, { one: [confirmation] }],
  ] as const)('shows the state of a fact: %s', (state, more, confirmed) => {
    expect(stateOf(fact('one', more), confirmed)).toBe(state);
  });
});

it('has a place for every fact and every constant', () => {
  const root = `${process.cwd()}/`;
  const places = facts.flatMap(({ constants }) => constants.map((constant) => placeOf(constant, root)));
  expect(places.filter((place) => /:0$/.test(place))).toEqual([]);
  expect(placeOfFact('certificate-of-empty-content', root)).toMatch(
    /^src\/conformance\/facts\/metadata\.ts:\d+$/,
  );
});
