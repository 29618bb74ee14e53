import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeCacheOnlyKey } from '../../src/keys/cache-only.ts';
import { probeKey } from '../../src/keys/probe/probe.ts';
import { cacheOnlyKey } from '../../src/kinds/cache-only-key/schema.ts';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const inConfig = (identifier: string) =>
  cacheOnlyKey.safeParse({ type: 'Data', identifier, namedCredential: 'AcmeKeys', certificate: 'AcmeByok' })
    .success;

const wrapped = (identifier: string) =>
  makeCacheOnlyKey({ dataKey: Buffer.alloc(32), publicKey, identifier }).then(
    () => true,
    ({ code }) => (code === 'KeyIdentifierWrong' ? false : code),
  );

/** Nothing listens on port 1, so a call that is made is `unreachable`. */
const called = async (identifier: string) =>
  (
    await probeKey({
      url: 'http://127.0.0.1:1/keys',
      identifier,
      replayDetection: false,
      authentication: { kind: 'none' },
      headers: [],
    })
  ).outcome === 'unreachable';

describe('A key identifier', () => {
  it.each([
    ['acme-data-1', true],
    ['A.b_c-9', true],
    ['x'.repeat(255), true],
    ['x'.repeat(256), false],
    ['', false],
    ['.', false],
    ['..', false],
    ['...', true],
    ['a/b', false],
    ['a b', false],
    ['a?b', false],
    ['é', false],
    ['a\n', false],
  ])(
    '%j follows the same rule in the config, for wrapping and for calling: %s',
    async (identifier, isRight) => {
      expect([inConfig(identifier), await wrapped(identifier), await called(identifier)]).toEqual([
        isRight,
        isRight,
        isRight,
      ]);
    },
  );
});
