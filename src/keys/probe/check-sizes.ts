import { unconfirmedStatus } from '../uncertain.ts';
import type { JweParts } from './check-parts.ts';
import { failed, passed } from './findings.ts';
import type { CheckName, ProbeCheck } from './types.ts';

/** What can be told of the parts without a key: A256GCM makes a ciphertext as long as what it encrypts. */
export function checkSizes({ encryptedKey, iv, ciphertext, tag }: JweParts): readonly ProbeCheck[] {
  const keySize = `data encryption keys must be 32 bytes; this one is ${ciphertext.length} bytes`;
  return [
    size('iv-size', iv, 12, unconfirmedStatus.jwe, 'the initialization vector'),
    size('tag-size', tag, 16, unconfirmedStatus.jwe, 'the authentication tag'),
    // The modulus of a certificate of 4096 bits.
    size('content-key-size', encryptedKey, 512, unconfirmedStatus.contentKey, 'the encrypted content key'),
    ciphertext.length === 32
      ? passed('data-key-size', '32 bytes')
      : failed('data-key-size', 'INCORRECT_DATA_ENCRYPTION_KEY_SIZE', keySize),
  ];
}

function size(check: CheckName, part: Buffer, right: number, statusCode: string, what: string): ProbeCheck {
  if (part.length === right) return passed(check, `${right} bytes`);
  return failed(check, statusCode, `${what} is ${part.length} bytes; expected ${right}`);
}
