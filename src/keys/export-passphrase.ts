import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { KeywayError } from '../errors/index.ts';

/** PBKDF2 with HMAC-SHA-512, then AES key wrap (RFC 7518, section 4.8). */
export const passphraseAlgorithm = 'PBES2-HS512+A256KW';

/**
 * Iterations of PBKDF2. OWASP's Password Storage Cheat Sheet requires 210 000 with SHA-512. Takes a third of a
 * second.
 */
export const passphraseIterations = 600_000;
/** More than keyway will need for years, but few enough that a forged file doesn't cause a long wait. */
export const maxIterations = 10 * passphraseIterations;

/** In characters. Guessing is possible offline; NIST SP 800-63B-4 requires 15 for a password as the only factor. */
export const minimumPassphraseLength = 15;

/**
 * The bytes of a passphrase to seal a file with; the caller wipes them. Normalises accents, which keyboards enter
 * in different forms.
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
        : `The passphrase has ${length} characters, but needs at least ${minimumPassphraseLength}, because guesses at a file are unlimited.`,
      { actions: ['Use several random words, and store them apart from the file.'] },
    );
  return passphraseBytes(passphrase);
}

/** Unchanged, including white space at the ends. */
export function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.normalize('NFC'), 'utf8');
}

/**
 * Whether a passphrase opens the wrapped content key. JOSE libraries don't reveal this, which is right on a server.
 * Here it distinguishes a wrong passphrase from changed content.
 */
export async function opensContentKey(
  passphrase: Buffer,
  { p2s, p2c }: { readonly p2s: string; readonly p2c: number },
  encryptedKey: string,
): Promise<boolean> {
  const salt = Buffer.concat([Buffer.from(`${passphraseAlgorithm}\0`), Buffer.from(p2s, 'base64url')]);
  const key = await promisify(pbkdf2)(passphrase, salt, p2c, 32, 'sha512');
  try {
    // The initial value that proves a wrapped key intact (RFC 3394, section 2.2.3.1).
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
    "The passphrase doesn't open the export file. It is the wrong one, or somebody forged the encrypted key in the file; keyway can't tell which.",
    { actions: ['Try the passphrase again. Nobody can open the file without it, including keyway.'] },
  );
}
