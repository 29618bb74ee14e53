import { describe, expect, it } from '@jest/globals';
import { runApex } from './host.ts';

const of = (part: string, count: number) => part.repeat(count);

async function runWithinTime(source: string): Promise<string | null> {
  const started = performance.now();
  const { compileProblem, exceptionMessage } = await runApex(source);
  expect(performance.now() - started).toBeLessThan(5000);
  return compileProblem ?? exceptionMessage;
}

describe('Governor limits, which no catch clause catches', () => {
  it.each([
    ['while (true) { }', 'Apex CPU time limit exceeded'],
    [
      'for (Integer i = 0; i >= 0; i++) { try { Integer j = 1 / 0; } catch (Exception e) { } }',
      'Apex CPU time limit exceeded',
    ],
    [
      'try { for (Integer i = 0; i < 200; i++) { User u = [SELECT Id FROM User LIMIT 1]; } } catch (Exception e) { }',
      'Too many SOQL queries: 101',
    ],
    ['for (Integer i = 0; i < 200; i++) { update new List<User>(); }', 'Too many DML statements: 151'],
    ["String s = 'x'; while (true) { s += s; }", 'Apex heap size too large: 8388608'],
    [
      "List<Object> l = new List<Object>(); while (true) { l = new List<Object>{l, l, l, l}; String s = 'x' + l; }",
      'Apex CPU time limit exceeded',
    ],
    [
      "String s = 'x'; for (Integer i = 0; i < 22; i++) s += s; while (true) { s.toLowerCase(); }",
      'Apex CPU time limit exceeded',
    ],
  ])('%s', async (source, message) => {
    expect(await runWithinTime(source)).toBe(`System.LimitException: ${message}`);
  });

  it('a collection that contains itself can be shown', async () => {
    expect(await runWithinTime('List<Object> l = new List<Object>(); l.add(l); System.debug(l);')).toBeNull();
  });
});

describe('Hostile source is refused quickly', () => {
  it.each([
    ['a megabyte', of("System.debug('x');\n", 60_000), 'a text of 1140000 characters; at most 100000'],
    ['brackets', `Integer i = ${of('(', 5000)}1${of(')', 5000)};`, 'brackets nested more than 32 deep'],
    ['a long sum', `Integer i = 1${of('+1', 40_000)};`, 'an expression of more than 400 parts'],
    ['many negations', `Boolean b = ${of('!', 90_000)}true;`, 'an expression of more than 400 parts'],
    ['many casts', of(`a = ${of('(x)', 130)}y;`, 200), 'more than 40 brackets in one expression'],
    ['else if without end', `${of('if (true) { } else ', 5000)} { }`, 'a block nested this deeply'],
    ['an open string', `String s = '${of('a', 90_000)}`, 'Line breaks are not allowed in string literals'],
    ['an open comment', `/*${of('*', 90_000)}`, '[local org] not emulated'],
    ['a character of no token', '\0', "Unrecognized symbol '\0'"],
  ])('%s', async (_, source, message) => {
    expect(await runWithinTime(source)).toContain(message);
  });
});
