import { describe, expect, it } from '@jest/globals';
import { ids } from '../soql/tables.ts';
import { runAndReadDebug, runApex, sampleHost } from './host.ts';

describe('The language', () => {
  it.each([
    ['wraps Integer at 32 bits', 'Integer i = 2147483647; i++; System.debug(i);', ['-2147483648']],
    ['divides to whole numbers', 'System.debug(-7 / 2 + 2 * 3 - 1);', ['2']],
    [
      'compares texts without case',
      "System.debug('A' == 'a'); System.debug('A'.equals('a'));",
      ['true', 'false'],
    ],
    [
      'compares ids in both lengths',
      `Id a = '${ids.admin}'; System.debug(a == '${ids.admin.slice(0, 15)}');`,
      ['true'],
    ],
    ['joins null as text', "String s; System.debug(s + 'x');", ['nullx']],
    ['chooses', "System.debug(1 < 2 && !(3 <= 2) ? 'yes' : 'no');", ['yes']],
    ['stops at the first false', 'String s; System.debug(s != null && s.length() > 0);', ['false']],
    [
      'counts',
      'for (Integer i = 0, n = 3; i < n; i++) { if (i == 1) continue; System.debug(i); }',
      ['0', '2'],
    ],
    [
      'repeats',
      'Integer i = 0; while (true) { if (++i > 2) break; } do { i++; } while (i < 9); System.debug(i);',
      ['9'],
    ],
    ['decodes escapes exactly', "System.debug('it\\'s \\\\ \\t\\u0041\"');", ['it\'s \\ \tA"']],
    ['leaves at return', "System.debug('a'); return; System.debug('b');", ['a']],
    [
      'has lists',
      "List<String> l = new List<String>{'b'}; l.add('a'); l[0] = 'c'; System.debug(l); System.debug(l.contains('a') + ' ' + l.size());",
      ['(c, a)', 'true 2'],
    ],
    ['has sets', "Set<String> s = new Set<String>{'a', 'a', 'A'}; System.debug(s);", ['{a, A}']],
    [
      'has maps',
      "Map<String, Integer> m = new Map<String, Integer>{'a' => 1}; m.put('b', m.get('a') + 1); System.debug(m);",
      ['{a=1, b=2}'],
    ],
    ['splits and joins', "System.debug(String.join('a,b,,'.split(','), '|'));", ['a|b']],
    [
      'formats',
      "System.debug(String.format('{0} isn\\'\\'t {1}', new List<Object>{'a', 2}));",
      ["a isn't 2"],
    ],
    ['escapes quotes', "System.debug(String.escapeSingleQuotes('O\\'Neil'));", ["O\\'Neil"]],
    [
      'serializes',
      "System.debug(JSON.serialize(new Map<String, Object>{'a' => new List<Object>{1, null, 'x\"'}}));",
      ['{"a":[1,null,"x\\""]}'],
    ],
    [
      'knows who runs',
      'System.debug(UserInfo.getUserId() + UserInfo.getUserName() + UserInfo.getOrganizationId());',
      [`${ids.admin}admin@acme.example00D000000000001AAA`],
    ],
    [
      'knows the time',
      'System.debug(System.now() == Datetime.now()); System.debug(Datetime.now().addDays(1));',
      ['true', '2026-11-23 10:00:00'],
    ],
    ['encodes', "System.debug(EncodingUtil.base64Encode(Blob.valueOf('key')));", ['a2V5']],
  ])('%s', async (_, source, expected) => {
    expect(await runAndReadDebug(source)).toEqual(expected);
  });

  it.each([
    [
      'String s; System.debug(s.length());',
      'System.NullPointerException: Attempt to de-reference a null object',
    ],
    ['System.debug(1 / 0);', 'System.MathException: Divide by 0'],
    ['System.debug(new List<String>()[0]);', 'System.ListException: List index out of bounds: 0'],
    ["Id i = 'x';", 'System.StringException: Invalid id: x'],
    ["System.debug(Integer.valueOf('x'));", 'System.TypeException: Invalid integer: x'],
    ['System.assertEquals(1, 2);', 'System.AssertException: Assertion Failed: Expected: 1, Actual: 2'],
    ["System.assert(false, 'no');", 'System.AssertException: Assertion Failed: no'],
    ["throw new CalloutException('off');", 'System.CalloutException: off'],
    [
      'Object o = 1; String s = (String) o;',
      'System.TypeException: Invalid conversion from runtime type Integer to String',
    ],
  ])('%s fails as Apex does', async (source, message) => {
    expect(await runApex(source)).toMatchObject({
      compiled: true,
      success: false,
      exceptionMessage: message,
    });
  });
});

describe('Exceptions', () => {
  it('go to the first matching clause, and finally runs', async () => {
    const source = `try { Integer i = 1 / 0; }
      catch (DmlException e) { System.debug('no'); }
      catch (System.MathException e) { System.debug(e.getTypeName() + ' ' + e.getMessage() + ' ' + e.getLineNumber()); }
      finally { System.debug('finally'); }`;
    expect(await runAndReadDebug(source)).toEqual(['System.MathException Divide by 0 1', 'finally']);
  });

  it('propagate after finally if no clause matches', async () => {
    const host = sampleHost();
    const source =
      "try { Integer i = 1 / 0; } catch (DmlException e) { } finally { System.debug('finally'); }";
    const result = await runApex(source, host);
    expect(result.exceptionMessage).toBe('System.MathException: Divide by 0');
    expect(result.log[0]).toContain('finally');
  });

  it('never catch failed asserts', async () => {
    const result = await runApex('try { System.assert(false); } catch (Exception e) { }');
    expect(result.exceptionMessage).toBe('System.AssertException: Assertion Failed');
  });
});
