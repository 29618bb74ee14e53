import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolveReferences, type Sources } from '../config/index.ts';
import { isReferenceOnly } from '../config/references.ts';
import { KeywayError } from '../errors/index.ts';

/** A file with the private key of a certificate, PEM, and how it is opened where it is encrypted. */
export interface PrivateKeyFile {
  readonly file: string;
  /** A reference, such as `${env:NAME}`: never the passphrase itself, since everybody sees arguments. */
  readonly passphrase?: string | undefined;
  /** Asks a person; absent where there is none. */
  readonly ask?: ((what: string) => Promise<string>) | undefined;
}

/**
 * Reads an RSA private key; the file's bytes are wiped.
 * @throws KeywayError `FileUnreadable`, `PassphraseMissing`, `PassphraseWrong`, `PrivateKeyUnfit`
 */
export async function readPrivateKey(
  { file, passphrase, ask }: PrivateKeyFile,
  sources: Sources,
): Promise<KeyObject> {
  const bytes = readBytes(file);
  try {
    const opened = open(bytes);
    if (opened !== 'encrypted') return requireRsa(opened, file);
    const given =
      passphrase === undefined ? await ask?.(`Passphrase of ${file}`) : resolved(passphrase, sources);
    if (given === undefined || given === '')
      throw new KeywayError('PassphraseMissing', `${file} is encrypted, and there is no passphrase for it.`, {
        actions: ["Give --passphrase '${env:NAME}'."],
      });
    const key = open(bytes, given);
    if (key !== 'encrypted') return requireRsa(key, file);
    throw new KeywayError('PassphraseWrong', `The passphrase does not open ${file}.`, {
      actions: ['Nothing was called.'],
    });
  } finally {
    bytes.fill(0);
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new KeywayError('FileUnreadable', `${file} cannot be read (${code}).`, { cause });
  }
}

/** Undefined where it is no private key. */
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
  throw new KeywayError('PrivateKeyUnfit', `${file} holds no RSA private key in PEM.`, {
    actions: ['Name the private key of the certificate that the key is wrapped for.'],
  });
}

function resolved(reference: string, sources: Sources): string {
  if (!isReferenceOnly(reference))
    throw new KeywayError(
      'PassphraseMissing',
      'A passphrase in an argument is seen by everybody on this machine.',
      {
        actions: ["Give a reference, as in --passphrase '${env:NAME}'."],
      },
    );
  const value = resolveReferences(reference, sources);
  if (value.ok) return value.value;
  throw new KeywayError('PassphraseMissing', `--passphrase ${value.message}.`);
}
