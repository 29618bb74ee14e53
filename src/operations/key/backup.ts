import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readNamedFile, requireReference, resolveSecret } from '../../config/arguments.ts';
import type { Sources } from '../../config/index.ts';
import { resolveWithCommands } from '../../config/references.ts';
import { KeywayError } from '../../errors/index.ts';
import { writeNewFile } from '../../errors/write-file.ts';
import type { ExportSeal } from '../../keys/export-file.ts';
import { newPassphrase } from '../../keys/export-passphrase.ts';
import { recipientOf } from '../../keys/export-recipient.ts';
import { type Org, readSecretValue } from '../../salesforce/index.ts';
import type { KeyFacts } from './key-facts.ts';

/** What seals a backup. Only its owner can open the file. */
export type SealWith =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** `${env:NAME}` or `${file:path}`. A literal passphrase is refused, because arguments are visible to everybody. */
  | { readonly kind: 'reference'; readonly reference: string }
  /** A file with a PEM public key. */
  | { readonly kind: 'publicKey'; readonly file: string };

export interface BackupTo {
  /** Path of a file that doesn't exist yet. */
  readonly file: string;
  readonly seal: SealWith;
}

/**
 * Prepares a sealed backup, so that every problem shows before the org changes.
 *
 * @returns a function that reads the value from the org, seals it, writes the file and returns its path
 * @throws KeywayError `FileExists`, `FileUnreadable`, `PassphraseMissing`, `PassphraseTooShort`,
 * `SecretInArgument`, `ExportKeyUnfit`
 */
export async function prepareBackup(
  { file, seal }: BackupTo,
  sources: Sources,
): Promise<(org: Org, key: KeyFacts) => Promise<string>> {
  const path = resolve(file);
  if (existsSync(path)) throw fileExists(file);
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new KeywayError('FileUnreadable', `The folder of ${file} doesn't exist.`, {
      actions: ['Nothing was changed. Create the folder, or choose another.'],
    });
  const to =
    seal.kind === 'publicKey'
      ? { publicKeyPem: readNamedFile(seal.file).toString('utf8') }
      : { passphrase: await passphraseOf(seal, sources) };
  await requireSealable(to);
  const { sealExport } = await import('../../keys/export-file.ts');
  return async (org, { id, type, version }) => {
    const secretValue = await readSecretValue(org, id);
    try {
      const exportedAt = org.connection.now().toISOString();
      const text = await sealExport(
        { orgId: org.id, type, version, tenantSecretId: id, secretValue, exportedAt },
        to,
      );
      // Only its owner can read the file.
      writeNewFile(path, text, () => fileExists(file), { shown: file, mode: 0o600 });
      return file;
    } finally {
      secretValue.fill(0);
    }
  };
}

/** Finds problems that would otherwise only show while sealing. */
async function requireSealable(to: ExportSeal): Promise<void> {
  if ('publicKeyPem' in to) await recipientOf(to.publicKeyPem);
  else newPassphrase(to.passphrase).fill(0);
}

/**
 * Reads the passphrase.
 * @throws KeywayError `PassphraseMissing`
 */
export async function passphraseOf(
  seal: Extract<SealWith, { kind: 'passphrase' | 'reference' }>,
  sources: Sources,
): Promise<string> {
  if (seal.kind === 'passphrase') return requirePassphrase(seal.passphrase);
  requireReference(seal.reference, '--passphrase');
  const { reference } = seal;
  return resolveWithCommands(sources, () =>
    resolveSecret(reference, 'passphrase', sources, 'PassphraseMissing'),
  );
}

function requirePassphrase(text: string): string {
  if (text !== '') return text;
  throw new KeywayError('PassphraseMissing', 'The passphrase is empty.', {
    actions: ['Nothing was changed.'],
  });
}

function fileExists(file: string): KeywayError {
  return new KeywayError('FileExists', `${file} exists already, and a backup never overwrites a file.`, {
    actions: ['Nothing was changed. Choose another file.'],
  });
}
