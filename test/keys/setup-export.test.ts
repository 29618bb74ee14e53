import { describe, expect, it } from '@jest/globals';
import { readSetupExport } from '../../src/keys/export-file.ts';
import { catchError, vector } from './vectors.ts';

const name = 'tenant-secret-org-00D000000000001-ver-12.txt';
const value = vector('tenant-secret-sha512.txt');

describe("Setup's own export file", () => {
  it.each([
    ['as it is', name, value, '00D000000000001'],
    ['with an id of 18 characters', name.replace('001-', '001AAA-'), value, '00D000000000001AAA'],
    ['downloaded twice', name.replace('.txt', ' (1).txt'), value, '00D000000000001'],
    ['with a line break', name, `${value}\r\n`, '00D000000000001'],
    ['in lines, with a byte order mark', name, `\uFEFF${value.replace(/.{76}/g, '$&\n')}`, '00D000000000001'],
  ])('%s: org and version from its name, and the value', (_what, fileName, content, orgId) => {
    const bytes = Buffer.from(content);
    expect(readSetupExport(fileName, bytes)).toEqual({ orgId, version: 12, secretValue: Buffer.from(value) });
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['renamed', 'backup.txt', value],
    ['without a version', 'tenant-secret-org-00D000000000001-ver-.txt', value],
    ['of version 0', name.replace('12', '0'), value],
    ['of what is no org', name.replace('00D', '001'), value],
    ['with a path in its name', `../${name}`, value],
    ['empty', name, ''],
    ['a web page', name, '<html>sign in</html>'],
    ['cut off', name, value.slice(0, -1)],
    ['of bytes', name, Buffer.alloc(256, 0x81)],
  ])('%s: refused, and not shown', (_what, fileName, content) => {
    const error = catchError(() => readSetupExport(fileName, Buffer.from(content)));
    expect(error).toMatchObject({ code: 'ExportUnreadable', exitCode: 1, actions: [expect.any(String)] });
    expect(`${error}`).not.toContain(value.slice(0, 10));
  });
});
