import { describe, expect, it } from '@jest/globals';
import { dataKeyBytes, generateKey, requireKeySize, withKeyMaterial } from '../../src/keys/key-material.ts';
import { catchError } from './vectors.ts';

const zeros = Buffer.alloc(dataKeyBytes);

describe('key material', () => {
  it('is 32 random bytes', () => {
    expect(generateKey()).toHaveLength(32);
    expect(generateKey()).not.toEqual(generateKey());
  });

  it('is wiped after use, not before', async () => {
    const key = generateKey();
    const before = Buffer.from(key);
    const seen = await withKeyMaterial(key, async (bytes) => {
      await Promise.resolve();
      return Buffer.from(bytes);
    });
    expect(seen).toEqual(before);
    expect(key).toEqual(zeros);
  });

  it('is wiped if its use fails, immediately or later', async () => {
    for (const fail of [
      () => {
        throw new Error('at once');
      },
      async () => {
        await Promise.resolve();
        throw new Error('later');
      },
    ]) {
      const key = generateKey();
      await expect(withKeyMaterial(key, fail)).rejects.toThrow();
      expect(key).toEqual(zeros);
    }
  });

  it('of another size is refused', () => {
    expect(() => requireKeySize(generateKey())).not.toThrow();
    expect(catchError(() => requireKeySize(Buffer.alloc(31)))).toMatchObject({
      code: 'KeySizeWrong',
      message: 'The key has 31 bytes, but a tenant secret has 32.',
      exitCode: 1,
    });
  });
});
