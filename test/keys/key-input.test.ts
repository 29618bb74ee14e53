import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readKeyMaterial } from '../../src/keys/key-input.ts';
import { catchError } from './vectors.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const isText = (buffer: Buffer): boolean => buffer.every((byte) => byte >= 0x20 && byte <= 0x7e);

describe('key material as input', () => {
  it('is read from raw bytes, hexadecimal and base64, with or without a line break', () => {
    fc.assert(
      fc.property(
        bytes(32).filter((key) => !isText(key)),
        fc.constantFrom('', '\n', '\r\n'),
        (key, end) => {
          expect(readKeyMaterial(Buffer.from(key))).toEqual(key);
          for (const text of [key.toString('hex'), key.toString('hex').toUpperCase(), key.toString('base64')])
            expect(readKeyMaterial(Buffer.from(text + end))).toEqual(key);
        },
      ),
    );
  });

  it('keeps a last byte that looks like a line break', () => {
    const key = Buffer.concat([Buffer.alloc(30, 0x80), Buffer.from('\r\n')]);
    expect(readKeyMaterial(Buffer.from(key))).toEqual(key);
  });

  it('is wiped at its source, even if refused', () => {
    const good = Buffer.alloc(32, 0x81);
    readKeyMaterial(good);
    expect(good).toEqual(Buffer.alloc(32));
    const bad = Buffer.alloc(31, 0x81);
    expect(() => readKeyMaterial(bad)).toThrow();
    expect(bad).toEqual(Buffer.alloc(31));
  });

  it('of another size is refused in every form', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 0, max: 100 })
          .filter((length) => length !== 32)
          .chain(bytes),
        (key) => {
          for (const form of [key.toString('hex'), key.toString('base64')])
            expect(catchError(() => readKeyMaterial(Buffer.from(form)))).toMatchObject({
              code: expect.stringMatching(/^KeySizeWrong$|^KeyFormUnknown$/),
            });
        },
      ),
    );
  });

  it.each([
    ['31 raw bytes', Buffer.alloc(31, 0x81), '31 bytes'],
    ['33 raw bytes', Buffer.alloc(33, 0x81), '33 bytes'],
    ['31 bytes in hexadecimal', Buffer.from('ab'.repeat(31)), '31 bytes'],
    ['33 bytes in base64', Buffer.from(Buffer.alloc(33, 0x81).toString('base64')), '33 bytes'],
    ['nothing', Buffer.alloc(0), '0 bytes'],
    ['a line break', Buffer.from('\n'), '1 byte,'],
  ])('%s: refused, with its size', (_what, input, size) => {
    expect(catchError(() => readKeyMaterial(input))).toMatchObject({
      code: 'KeySizeWrong',
      message: expect.stringContaining(size),
    });
  });

  it.each([
    ['a key of 16 bytes in hexadecimal', 'ab'.repeat(16)],
    ['a password of 32 characters', 'correct-horse-battery-staple-123'],
    ['a PEM file', '-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAA'],
    ['base64 with bits left over', `${'A'.repeat(42)}B=`],
    ['base64 for URLs', `${'-_'.repeat(21)}-=`],
  ])("%s doesn't count as 32 bytes, and isn't shown", (_what, text) => {
    const error = catchError(() => readKeyMaterial(Buffer.from(text)));
    expect(error).toMatchObject({ code: 'KeyFormUnknown' });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain(text.slice(0, 8));
  });
});
