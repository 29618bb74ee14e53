import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readNamedFile, requireReference, resolveSecret } from '../config/arguments.ts';
import type { Sources } from '../config/index.ts';
import { resolveWithCommands } from '../config/references.ts';
import { KeywayError } from '../errors/index.ts';

/** A PEM file with the private key of a certificate, and its passphrase. */
export interface PrivateKeyFile {
  readonly file: string;
  /**
   * A reference, such as `${env:NAME}`. A literal passphrase is refused, because arguments are visible to
   * everybody.
   */
  readonly passphrase?: string | undefined;
  /** Asks a person; undefined if nobody is there to answer. */
  readonly ask?: ((what: string) => Promise<string>) | undefined;
}

/**
 * Reads an RSA private key and wipes the file's bytes.
 * @throws KeywayError `FileUnreadable`, `PassphraseMissing`, `PassphraseWrong`, `PrivateKeyUnfit`
 */
export async function readPrivateKey(
  { file, passphrase, ask }: PrivateKeyFile,
  sources: Sources,
): Promise<KeyObject> {
  const bytes = readNamedFile(file, file, 'Nothing was called.');
  try {
    const opened = open(bytes);
    if (opened !== 'encrypted') return requireRsa(opened, file);
    const given =
      passphrase === undefined
        ? await ask?.(`Passphrase of ${file}`)
        : await passphraseFrom(passphrase, sources);
    if (given === undefined || given === '')
      throw new KeywayError('PassphraseMissing', `${file} is encrypted, and its passphrase is missing.`, {
        actions: ["Pass --passphrase '${env:NAME}'."],
      });
    const key = open(bytes, given);
    if (key !== 'encrypted') return requireRsa(key, file);
    throw new KeywayError('PassphraseWrong', `The passphrase doesn't decrypt ${file}.`, {
      actions: ['Nothing was called.'],
    });
  } finally {
    bytes.fill(0);
  }
}

/** Undefined if it isn't a private key. */
function open(bytes: Buffer, passphrase?: string): KeyObject | 'encrypted' | undefined {
  try {
    return createPrivateKey({ key: bytes, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    return /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(bytes.toString('latin1'))
      ? 'encrypted'
      : undefined;
  }
}

function requireRsa(key: KeyObject | undefined, file: string): KeyObject {
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw new KeywayError('PrivateKeyUnfit', `${file} contains no RSA private key in PEM.`, {
    actions: ['Use the private key of the certificate that the key is wrapped for.'],
  });
}

function passphraseFrom(reference: string, sources: Sources): Promise<string> {
  requireReference(reference, '--passphrase');
  return resolveWithCommands(sources, () =>
    resolveSecret(reference, 'passphrase', sources, 'PassphraseMissing'),
  );
}
