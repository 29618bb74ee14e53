import { describe, expect, it } from '@jest/globals';
import { runApex, sampleHost } from './host.ts';

describe("A block that doesn't compile", () => {
  it.each([
    ['System.debug(x);', 1, 14, 'Variable does not exist: x'],
    ['MyClass.run();', 1, 1, 'Variable does not exist: MyClass'],
    ['Foo f;', 1, 1, 'Invalid type: Foo'],
    ["User u = new User(Nope = 'x');", 1, 19, 'Field does not exist: Nope on User'],
    ["User u = new User(Alias = 'x');\nu.Nope = 'y';", 2, 1, 'Variable does not exist: Nope'],
    ['User u = new User(CreatedDate = null);', 1, 19, 'Field is not writeable: User.CreatedDate'],
    ["Integer i = 'x';", 1, 13, 'Illegal assignment from String to Integer'],
    ['Integer a;\nString A;', 2, 8, 'Duplicate variable: A'],
    ["if ('x') { }", 1, 5, 'Condition expression must be of type Boolean: String'],
    ["System.debug(1 == 'x');", 1, 14, 'Comparison arguments must be compatible types: Integer, String'],
    ['1 + 1;', 1, 1, 'Expression cannot be a statement.'],
    ['insert 1;', 1, 8, 'DML requires SObject or SObject list type: Integer'],
    ['for (String s : 1) { }', 1, 17, 'Loop must iterate over collection: Integer'],
    ['Integer i = 1 +;', 1, 16, "Unexpected token ';'."],
    ["System.debug('a')\nInteger i;", 2, 1, "Missing ';' at 'Integer'"],
    ['if (true) {', 1, 12, "Unexpected token '<EOF>'."],
    [
      "String s = 'a\\qb';",
      1,
      12,
      "Illegal string literal: Invalid string literal. Illegal character sequence '\\q' in string literal.",
    ],
    ["String s = 'abc", 1, 12, 'Illegal string literal: Line breaks are not allowed in string literals'],
    ["String s = 'abc\n';", 1, 12, 'Illegal string literal: Line breaks are not allowed in string literals'],
  ])('%s', async (source, line, column, compileProblem) => {
    expect(await runApex(source)).toMatchObject({
      compiled: false,
      success: false,
      line,
      column,
      compileProblem,
    });
  });

  it('checks the names of its queries', async () => {
    const result = await runApex('List<User> l = [SELECT Nope FROM User];');
    expect(result).toMatchObject({ compiled: false, line: 1, column: 16 });
    expect(result.compileProblem).toContain("No such column 'Nope' on entity 'User'.");
  });

  it('has no effect at all, even if most of it is correct', async () => {
    const host = sampleHost();
    const result = await runApex('delete [SELECT Id FROM User];\nSystem.enqueueJob(null);', host);
    expect(result).toMatchObject({ compiled: false, line: 2, column: 1 });
    expect(host.data.User).toHaveLength(3);
  });
});

describe("What isn't emulated is refused by its name", () => {
  it.each([
    ['class A { }', 'declarations of methods, classes, enums and properties'],
    ['void f() { }', 'declarations of methods, classes, enums and properties'],
    ['switch on 1 { when 1 { } }', 'the statement switch'],
    ['final Integer i = 1;', 'modifiers of variables'],
    ['Decimal d;', 'type Decimal'],
    ['Set<User> s;', 'type Set<User>'],
    ['Integer i = 1 & 2;', 'bit operators'],
    ['Object o = [FIND :x];', 'SOSL'],
    ["System.debug('a'.abbreviate(3));", 'the method String.abbreviate(Integer)'],
    ['System.enqueueJob(null);', 'the method System.enqueueJob(null)'],
    ['System.debug(Limits.getQueries());', 'Limits.getQueries'],
    ['System.debug(Crypto.generateAesKey(256));', 'Crypto.generateAesKey'],
    ['undelete new User();', 'the statement undelete'],
    ['insert as user new User();', 'DML as user'],
    ['List<User> l = [SELECT Id FROM User FOR UPDATE];', 'FOR UPDATE'],
  ])('%s', async (source, name) => {
    const { compiled, compileProblem } = await runApex(source);
    expect(compiled).toBe(false);
    expect(compileProblem).toContain(`[local org] not emulated: ${name}`);
  });

  it('even if that only shows at run time', async () => {
    const { compiled, exceptionMessage } = await runApex(
      "try { 'a'.split('[ab]+'); } catch (Exception e) { }",
    );
    expect(compiled).toBe(true);
    expect(exceptionMessage).toBe('[local org] not emulated: String.split by the regular expression [ab]+');
  });
});
