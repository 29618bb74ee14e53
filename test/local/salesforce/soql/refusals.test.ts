import { describe, expect, it } from '@jest/globals';
import { executeSoql, SoqlError } from '../../../../src/local/salesforce/soql/index.ts';
import { sampleTables } from './tables.ts';

async function refusal(soql: string): Promise<SoqlError> {
  try {
    await executeSoql(soql, sampleTables());
  } catch (error) {
    if (error instanceof SoqlError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('A query that the org refuses', () => {
  it('names the unknown column, and points at it', async () => {
    expect(await refusal('SELECT Nope FROM User')).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message:
        "\nSELECT Nope FROM User\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nope' on entity 'User'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    });
  });

  it('names the unknown type', async () => {
    const { errorCode, message } = await refusal('SELECT Id\nFROM Nope');
    expect(errorCode).toBe('INVALID_TYPE');
    expect(message).toMatch(
      "\nFROM Nope\n     ^\nERROR at Row:2:Column:6\nsObject type 'Nope' is not supported.",
    );
  });

  it.each([
    ['SELECT Boss.Id FROM User', 'INVALID_FIELD', "Didn't understand relationship 'Boss' in field path."],
    [
      "SELECT Id FROM User WHERE AboutMe = 'x'",
      'INVALID_FIELD',
      "field 'AboutMe' can not be filtered in a query call",
    ],
    [
      'SELECT Id FROM User ORDER BY AboutMe',
      'INVALID_FIELD',
      "field 'AboutMe' can not be sorted in a query call",
    ],
    [
      "SELECT Id FROM User WHERE IsActive = 'true'",
      'INVALID_FIELD',
      'must be of type boolean and should not be enclosed in quotes',
    ],
    [
      'SELECT Id FROM User WHERE Alias = 5',
      'INVALID_FIELD',
      'must be of type string and should be enclosed in quotes',
    ],
    ["SELECT Id FROM User WHERE CreatedDate > '2026-01-01'", 'INVALID_FIELD', 'must be of type dateTime'],
    ["SELECT Id FROM User WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: x'],
    [
      "SELECT Id FROM User WHERE Id LIKE '005%'",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on id field',
    ],
    [
      'SELECT Id FROM User WHERE IsActive > false',
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on boolean field',
    ],
    ['SELECT Id, id FROM User', 'MALFORMED_QUERY', 'duplicate field selected: Id'],
    ['SELECT Alias, COUNT(Id) FROM User', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Alias'],
    ['SELECT Id FROM User WHERE Id = :x', 'MALFORMED_QUERY', 'Bind variables only allowed in Apex code'],
    ['SELECT Id FROM User OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
  ])('%s', async (soql, errorCode, message) => {
    const error = await refusal(soql);
    expect(error.errorCode).toBe(errorCode);
    expect(error.message).toContain(message);
  });

  it.each([
    ['SELECT Id FROM', '<EOF>'],
    ['SELECT Id FROM User WHERE', 'WHERE'],
    ['SELECT Id FROM User ORDER', 'ORDER'],
    ['SELECT Id FROM User; DELETE', ';'],
    ["SELECT Id FROM User WHERE Alias = 'a' AND Alias = 'b' OR Alias = 'c'", 'OR'],
    ["SELECT Id FROM User WHERE Alias IN 'a'", "'a'"],
    ['UPDATE User', 'UPDATE'],
    ['', '<EOF>'],
  ])('%s: unexpected token %s', async (soql, token) => {
    const error = await refusal(soql);
    expect(error.errorCode).toBe('MALFORMED_QUERY');
    expect(error.message).toContain(`unexpected token: '${token}'`);
  });

  it.each([
    ['SELECT Id, (SELECT Id FROM Cases) FROM User', 'a subquery of child records in SELECT'],
    ['SELECT TYPEOF Owner WHEN User THEN Id END FROM PermissionSet', 'TYPEOF'],
    ['SELECT Alias FROM User GROUP BY Alias HAVING COUNT(Id) > 1', 'HAVING'],
    ['SELECT Id FROM User FOR UPDATE', 'FOR UPDATE'],
    ['SELECT Id FROM User USING SCOPE mine', 'USING SCOPE'],
    ['SELECT Id FROM User WITH SECURITY_ENFORCED', 'WITH SECURITY_ENFORCED'],
    ['SELECT Id FROM User ALL ROWS', 'ALL ROWS'],
    ['SELECT toLabel(UserType) FROM User', 'TOLABEL() in SELECT'],
    ['SELECT Id FROM User WHERE CALENDAR_YEAR(CreatedDate) = 2026', 'CALENDAR_YEAR() in WHERE'],
    ['SELECT Id FROM User WHERE CreatedDate = THIS_FISCAL_YEAR', 'the date literal THIS_FISCAL_YEAR'],
    ['SELECT Owner.Name FROM PermissionSet', 'the relationship PermissionSet.Owner to User, Group'],
  ])('%s is refused by its name', async (soql, name) => {
    const error = await refusal(soql);
    expect(error.errorCode).toBe('MALFORMED_QUERY');
    expect(error.message).toContain(`[local org] not emulated: ${name}`);
  });
});

describe('Hostile queries are refused quickly', () => {
  const of = (part: string, count: number) => part.repeat(count);

  it.each([
    ['a megabyte', of('x', 1_000_000), 'cannot be longer than 100000 characters'],
    ['brackets', `SELECT Id FROM User WHERE ${of('(', 6000)}`, 'brackets nested more than 32 deep'],
    ['a long path', `SELECT a${of('.a', 40_000)} FROM User`, 'an expression of more than 400 parts'],
    [
      'an open string',
      `SELECT Id FROM User WHERE Alias = '${of('a', 90_000)}`,
      "mismatched character '<EOF>' expecting '''",
    ],
    ['a stray character', 'SELECT Id FROM User # x', "no viable alternative at character '#'"],
  ])('%s', async (_, soql, message) => {
    const started = performance.now();
    expect((await refusal(soql)).message).toContain(message);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('matches any LIKE pattern in linear memory and without backtracking', async () => {
    const soql = `SELECT Id FROM User WHERE Username LIKE '${of('%a', 40_000)}'`;
    const started = performance.now();
    expect((await executeSoql(soql, sampleTables())).records).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
