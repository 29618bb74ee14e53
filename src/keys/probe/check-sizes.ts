import { unconfirmedStatus } from '../uncertain.ts';
import type { JweParts } from './check-parts.ts';
import { failed, passed } from './findings.ts';
import type { CheckName, ProbeCheck } from './types.ts';

/** Sizes that show without a key: the ciphertext of A256GCM is as long as its content. */
export function checkSizes({ encryptedKey, iv, ciphertext, tag }: JweParts): readonly ProbeCheck[] {
  const keySize = `a data encryption key must have 32 bytes, but this one has ${ciphertext.length}`;
  return [
    size('iv-size', iv, 12, unconfirmedStatus.jwe, 'the initialization vector'),
    size('tag-size', tag, 16, unconfirmedStatus.jwe, 'the authentication tag'),
    // The size of an RSA modulus of 4096 bits.
    size('content-key-size', encryptedKey, 512, unconfirmedStatus.contentKey, 'the encrypted content key'),
    ciphertext.length === 32
      ? passed('data-key-size', '32 bytes')
      : failed('data-key-size', 'INCORRECT_DATA_ENCRYPTION_KEY_SIZE', keySize),
  ];
}

function size(check: CheckName, part: Buffer, right: number, statusCode: string, what: string): ProbeCheck {
  if (part.length === right) return passed(check, `${right} bytes`);
  return failed(check, statusCode, `${what} has ${part.length} bytes, not ${right}`);
}
