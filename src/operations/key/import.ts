import { basename } from 'node:path';
import { readNamedFile } from '../../config/arguments.ts';
import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { type ErrorCode, KeywayError } from '../../errors/index.ts';
import type { ExportDescription, ExportOpener } from '../../keys/export-file.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Session } from '../../kinds/session.ts';
import { type Org, updateTenantSecret } from '../../salesforce/index.ts';
import { passphraseOf, type SealWith } from './backup.ts';
import { type KeyFacts, readKeyFacts } from './key-facts.ts';
import { nameOfKey, requireSecret } from './key-name.ts';
import { approveKeyChange, type KeyChangeOptions, withKeySession } from './key-session.ts';

type Passphrase = Extract<SealWith, { kind: 'passphrase' | 'reference' }>;

/** What opens a sealed backup. */
export type OpenWith =
  | Passphrase
  /** A file with a PEM private key, and the passphrase that opens it. */
  | { readonly kind: 'privateKey'; readonly file: string; readonly passphrase?: Passphrase | undefined };

export interface KeyImportOptions extends KeyChangeOptions {
  /** A file that keyway wrote, or a file from Setup under its original name. */
  readonly file: string;
  /** Called if keyway wrote the file and the secret belongs to this org; undefined if nobody can be asked. */
  readonly open?: ((opensWith: ExportDescription['opensWith']) => Promise<OpenWith | undefined>) | undefined;
}

export interface KeyImportResult extends OrgSummary {
  readonly key: KeyFacts;
  readonly from: 'keyway' | 'setup';
}

/**
 * Restores the value of a destroyed tenant secret. The secret becomes ARCHIVED, and the data that it encrypted is
 * readable again.
 */
export async function keyImport(options: KeyImportOptions): Promise<KeyImportResult & Remarks> {
  return withKeySession(options, 'importing keys', async ({ session, org, secrets }) => {
    const { from, about, open, wipe } = await readBackup(options, session);
    try {
      // Match the file before opening it, so that nobody types a passphrase for the wrong file.
      const secret = requireMatch(about, org, secrets);
      const value = (await open()).toString('latin1');
      await approveKeyChange(session, nameOfKey(secret), [], options);
      await updateTenantSecret(org, secret.id, { SecretValue: value, Status: 'Archived' });
      return { ...describeOrg(session), from, key: await readKeyFacts(org, secret.id) };
    } finally {
      wipe();
    }
  });
}

/** The metadata of a backup. Files from Setup don't include the type. */
type About = Omit<ExportDescription, 'type' | 'exportedAt' | 'opensWith'> & {
  readonly type?: string | undefined;
};

interface Backup {
  readonly from: 'keyway' | 'setup';
  readonly about: About;
  readonly open: () => Promise<Buffer>;
  /** Wipes the opened key material. */
  readonly wipe: () => void;
}

async function readBackup(options: KeyImportOptions, session: Session): Promise<Backup> {
  const { describeExport, openExport, readSetupExport } = await import('../../keys/export-file.ts');
  const { file } = options;
  const bytes = readNamedFile(file);
  if (/^tenant-secret-org-/i.test(basename(file))) {
    const { secretValue, ...about } = readSetupExport(basename(file), bytes);
    return { from: 'setup', about, open: async () => secretValue, wipe: () => void secretValue.fill(0) };
  }
  const text = bytes.toString('utf8');
  const about = describeExport(text);
  let opened: Buffer | undefined;
  const open = async (): Promise<Buffer> => {
    opened = (await openExport(text, await openerOf(options, about, session))).secretValue;
    return opened;
  };
  return { from: 'keyway', about, open, wipe: () => void opened?.fill(0) };
}

async function openerOf(
  { file, open }: KeyImportOptions,
  { opensWith }: ExportDescription,
  session: Session,
): Promise<ExportOpener> {
  const given = await open?.(opensWith);
  if (given?.kind === 'privateKey')
    return {
      privateKeyPem: readNamedFile(given.file).toString('utf8'),
      privateKeyPassphrase: given.passphrase && (await passphraseOf(given.passphrase, session.sources)),
    };
  if (given !== undefined) return { passphrase: await passphraseOf(given, session.sources) };
  const by = opensWith === 'passphrase' ? 'by a passphrase' : 'for a private key';
  throw new KeywayError('PassphraseMissing', `${file} is sealed ${by}, which is missing.`, {
    actions: [
      opensWith === 'passphrase'
        ? "Nothing was sent. Pass --passphrase-stdin or --passphrase '${env:NAME}'."
        : 'Nothing was sent. Pass --private-key FILE.',
    ],
  });
}

/**
 * Finds the secret that a backup belongs to.
 * @throws KeywayError `ExportOfAnotherOrg`, `ExportOfAnotherSecret`, `NotDestroyed`
 */
function requireMatch(content: About, org: Org, secrets: readonly TenantSecret[]): TenantSecret {
  const fail = (code: ErrorCode, sentence: string, action: string) =>
    new KeywayError(code, sentence, { actions: ['Nothing was sent.', action] });
  if (content.orgId.slice(0, 15) !== org.id.slice(0, 15))
    throw fail(
      'ExportOfAnotherOrg',
      `The backup is of org ${content.orgId}, but this org is ${org.id}.`,
      'A tenant secret can only be imported into the org it came from.',
    );
  const type = content.type ?? secrets.find(({ version }) => version === content.version)?.type;
  const secret = requireSecret(secrets, { type: type ?? 'Data', version: content.version });
  if (content.tenantSecretId !== undefined && content.tenantSecretId.slice(0, 15) !== secret.id.slice(0, 15))
    throw fail(
      'ExportOfAnotherSecret',
      `The backup is of tenant secret ${content.tenantSecretId}, but ${nameOfKey(secret)} is ${secret.id} in this org.`,
      'Use the backup of this tenant secret.',
    );
  if (secret.source === 'REMOTE')
    throw fail(
      'ExportOfAnotherSecret',
      `${nameOfKey(secret)} is cache-only: the org fetches it and accepts no value.`,
      'To let the org fetch it again, run keyway key activate.',
    );
  if (secret.status !== 'DESTROYED')
    throw fail(
      'NotDestroyed',
      `${nameOfKey(secret)} is ${secret.status}: the org has its value and accepts no other.`,
      'Only a destroyed tenant secret can be imported.',
    );
  return secret;
}
