import type { OrgOptions, Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { type BackupTo, prepareBackup } from './backup.ts';
import { factsOf, type KeyFacts } from './key-facts.ts';
import { type KeyName, nameOfKey, requireSecret } from './key-name.ts';
import { withKeySession } from './key-session.ts';

export interface KeyExportOptions extends OrgOptions, KeyName, BackupTo {}

export interface KeyExportResult extends OrgSummary {
  readonly key: KeyFacts;
  readonly file: string;
}

/** Writes a backup of a tenant secret to a file that only a passphrase or a private key opens. */
export async function keyExport(options: KeyExportOptions): Promise<KeyExportResult & Remarks> {
  return withKeySession(options, 'exporting keys', async ({ session, org, secrets }) => {
    const secret = requireSecret(secrets, options);
    const refuse = (why: string, action: string) =>
      new KeywayError('NothingToExport', `${nameOfKey(secret)} ${why}.`, { actions: [action] });
    if (secret.source === 'REMOTE')
      throw refuse('is cache-only, and the org stores no value of it', 'Back it up in the key service.');
    if (secret.status === 'DESTROYED')
      throw refuse(
        'is destroyed, and the org no longer has its value',
        'To restore it, import an earlier backup: keyway key import.',
      );
    const backup = await prepareBackup(options, session.sources);
    return { ...describeOrg(session), key: factsOf(secret), file: await backup(org, factsOf(secret)) };
  });
}
