import { basename } from 'node:path';
import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import type { ExportDescription, ExportOpener } from '../../keys/export-file.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Session } from '../../kinds/session.ts';
import { type Org, updateTenantSecret } from '../../salesforce/index.ts';
import { passphraseOf, readBytes, readText, type SealWith } from './backup.ts';
import { type KeyFacts, readBack } from './key-facts.ts';
import { nameOfKey, requireSecret } from './key-name.ts';
import { approveKeyChange, inKeySession, type KeyChangeOptions } from './key-session.ts';

type Passphrase = Extract<SealWith, { kind: 'passphrase' | 'reference' }>;

/** What opens a sealed backup. */
export type OpenWith =
  | Passphrase
  /** A file with a PEM private key, and what opens that. */
  | { readonly kind: 'privateKey'; readonly file: string; readonly passphrase?: Passphrase | undefined };

export interface KeyImportOptions extends KeyChangeOptions {
  /** Ours, or one that Setup exported under the name that Setup gave it. */
  readonly file: string;
  /** Asked for when the file turns out to be ours, and of this org's secret; undefined where nobody can say. */
  readonly open?: ((opensWith: ExportDescription['opensWith']) => Promise<OpenWith | undefined>) | undefined;
}

export interface KeyImportResult extends OrgSummary {
  readonly key: KeyFacts;
  readonly from: 'keyway' | 'setup';
}

/** Brings the value of a destroyed tenant secret back; it is ARCHIVED then, and what it encrypted can be read again. */
export async function keyImport(options: KeyImportOptions): Promise<KeyImportResult & Remarks> {
  return inKeySession(options, 'importing keys', async ({ session, org, secrets }) => {
    const { from, about, open, wipe } = await readBackup(options, session);
    try {
      // What it is of is looked at before it is opened: nobody types a passphrase for the wrong file.
      const secret = requireMatch(about, org, secrets);
      const value = (await open()).toString('latin1');
      await approveKeyChange(session, nameOfKey(secret), [], options);
      await updateTenantSecret(org, secret.id, { SecretValue: value, Status: 'Archived' });
      return { ...describeOrg(session), from, key: await readBack(org, secret.id) };
    } finally {
      wipe();
    }
  });
}

/** What a backup says of itself; Setup's files do not say the type. */
type About = Omit<ExportDescription, 'type' | 'exportedAt' | 'opensWith'> & {
  readonly type?: string | undefined;
};

interface Backup {
  readonly from: 'keyway' | 'setup';
  readonly about: About;
  readonly open: () => Promise<Buffer>;
  /** Whatever was opened. */
  readonly wipe: () => void;
}

async function readBackup(options: KeyImportOptions, session: Session): Promise<Backup> {
  const { describeExport, openExport, readSetupExport } = await import('../../keys/export-file.ts');
  const { file } = options;
  const bytes = readBytes(file);
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
      privateKeyPem: readText(given.file),
      privateKeyPassphrase: given.passphrase && passphraseOf(given.passphrase, session.sources),
    };
  if (given !== undefined) return { passphrase: passphraseOf(given, session.sources) };
  const by = opensWith === 'passphrase' ? 'by a passphrase' : 'for a private key';
  throw new KeywayError('PassphraseMissing', `${file} is sealed ${by}, and that is not given.`, {
    actions: [
      opensWith === 'passphrase'
        ? "Nothing was sent. Give --passphrase-stdin or --passphrase '${env:NAME}'."
        : 'Nothing was sent. Give --private-key FILE.',
    ],
  });
}

/** The secret that a backup is of. Throws `ExportOfAnotherOrg`, `ExportOfAnotherSecret`, `NotDestroyed`. */
function requireMatch(content: About, org: Org, secrets: readonly TenantSecret[]): TenantSecret {
  const fail = (code: string, sentence: string, action: string) =>
    new KeywayError(code, sentence, { actions: ['Nothing was sent.', action] });
  if (content.orgId.slice(0, 15) !== org.id.slice(0, 15))
    throw fail(
      'ExportOfAnotherOrg',
      `The backup is of org ${content.orgId}, and this is ${org.id}.`,
      'A tenant secret can only go back into the org that it came from.',
    );
  const type = content.type ?? secrets.find(({ version }) => version === content.version)?.type;
  const secret = requireSecret(secrets, { type: type ?? 'Data', version: content.version });
  if (content.tenantSecretId !== undefined && content.tenantSecretId.slice(0, 15) !== secret.id.slice(0, 15))
    throw fail(
      'ExportOfAnotherSecret',
      `The backup is of tenant secret ${content.tenantSecretId}, and ${nameOfKey(secret)} is ${secret.id} in this org.`,
      'Find the backup that was made of this one.',
    );
  if (secret.source === 'REMOTE')
    throw fail(
      'ExportOfAnotherSecret',
      `${nameOfKey(secret)} is cache-only: the org fetches it, and takes no value.`,
      'keyway key activate has it fetched once more.',
    );
  if (secret.status !== 'DESTROYED')
    throw fail(
      'NotDestroyed',
      `${nameOfKey(secret)} is ${secret.status}: the org has its value, and takes none for it.`,
      'Only a destroyed tenant secret can be imported.',
    );
  return secret;
}
