import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { KeywayError } from '../errors/index.ts';

/** PBKDF2 with HMAC-SHA-512, then AES key wrap (RFC 7518, section 4.8). */
export const passphraseAlgorithm = 'PBES2-HS512+A256KW';

/** Of PBKDF2; OWASP's Password Storage Cheat Sheet asks for 210 000 with SHA-512. A third of a second. */
export const passphraseIterations = 600_000;
/** More than a file of ours will have for years, and few enough that a forged one keeps nobody waiting for long. */
export const mostIterations = 10 * passphraseIterations;

/** Characters. A file can be guessed at offline: NIST SP 800-63B-4 asks 15 of a password that stands alone. */
export const minimumPassphraseLength = 15;

/**
 * The bytes of a passphrase that a file is to be sealed by; the caller's to wipe. Accents have one form, whatever
 * keyboard they come from.
 *
 * Throws a KeywayError, PassphraseTooShort.
 */
export function newPassphrase(passphrase: string): Buffer {
  const length = [...passphrase.trim().normalize('NFC')].length;
  if (length < minimumPassphraseLength)
    throw new KeywayError(
      'PassphraseTooShort',
      length === 0
        ? 'The passphrase is empty.'
        : `The passphrase has ${length} characters; at least ${minimumPassphraseLength} are needed, since a file can be guessed at without limit.`,
      { actions: ['Use several random words, and keep them apart from the file.'] },
    );
  return passphraseBytes(passphrase);
}

/** As given: a blank at an end is part of it. */
export function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.normalize('NFC'), 'utf8');
}

/**
 * Whether a passphrase opens the wrapped content key. JOSE libraries keep this to themselves, rightly so on a server;
 * here it tells a wrong passphrase from a file whose content was changed.
 */
export async function opensContentKey(
  passphrase: Buffer,
  { p2s, p2c }: { readonly p2s: string; readonly p2c: number },
  encryptedKey: string,
): Promise<boolean> {
  const salt = Buffer.concat([Buffer.from(`${passphraseAlgorithm}\0`), Buffer.from(p2s, 'base64url')]);
  const key = await promisify(pbkdf2)(passphrase, salt, p2c, 32, 'sha512');
  try {
    // the initial value by which a wrapped key is known to be whole (RFC 3394, section 2.2.3.1)
    const decipher = createDecipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6));
    decipher.update(Buffer.from(encryptedKey, 'base64url')).fill(0);
    decipher.final();
    return true;
  } catch {
    return false;
  } finally {
    key.fill(0);
  }
}

export function passphraseWrong(): KeywayError {
  return new KeywayError(
    'PassphraseWrong',
    'The passphrase does not open the export file. It is another one, or somebody has forged the part of the file that it opens; the two look the same.',
    { actions: ['Try the passphrase again. Without it nobody can open the file, keyway neither.'] },
  );
}
