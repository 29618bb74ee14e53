import { confirmDestruction, type TypedConfirmation } from '../../engine/approve.ts';
import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { encryptedDataOf } from '../../keys/life-cycle.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import { onlyArchivedCanBeDestroyed } from '../../keys/uncertain.ts';
import { updateTenantSecret } from '../../salesforce/index.ts';
import { type KeyFacts, readKeyFacts } from './key-facts.ts';
import { type KeyName, nameOfKey, requireSecret } from './key-name.ts';
import { approveKeyChange, type KeyChangeOptions, withKeySession } from './key-session.ts';

export interface KeyDestroyOptions extends KeyChangeOptions, KeyName, TypedConfirmation {}

export interface KeyDestroyResult extends OrgSummary {
  readonly key: KeyFacts;
  readonly outcome: 'destroyed' | 'none';
  /** What becomes unreadable, as a sentence. */
  readonly unreadable: string;
}

/** Destroys an archived tenant secret. Data that it encrypted becomes unreadable, unless a backup is imported. */
export async function keyDestroy(options: KeyDestroyOptions): Promise<KeyDestroyResult & Remarks> {
  return withKeySession(options, 'destroying keys', async ({ session, org, secrets }) => {
    const secret = requireSecret(secrets, options);
    const unreadable = describeUnreadable(secret);
    const summary = { ...describeOrg(session), unreadable };
    if (secret.status === 'DESTROYED')
      return { ...summary, key: await readKeyFacts(org, secret.id), outcome: 'none' as const };
    if (secret.status !== 'ARCHIVED' && onlyArchivedCanBeDestroyed)
      throw new KeywayError(
        'KeyIsActive',
        `${nameOfKey(secret)} is ${secret.status}: the org encrypts new data with it.`,
        {
          actions: [
            'Nothing was changed. Rotate it first (keyway key rotate), then destroy the archived key.',
          ],
        },
      );
    await confirmDestruction(nameOfKey(secret), unreadable, options);
    await approveKeyChange(session, nameOfKey(secret), [], options);
    await updateTenantSecret(org, secret.id, { SecretValue: null, Status: 'Destroyed' });
    return { ...summary, key: await readKeyFacts(org, secret.id), outcome: 'destroyed' as const };
  });
}

function describeUnreadable(secret: TenantSecret): string {
  const back =
    secret.source === 'REMOTE'
      ? `until it is activated again from its key service`
      : 'unless a backup of it is imported';
  return `${capitalize(encryptedDataOf(secret.type))} that ${nameOfKey(secret)} encrypted since ${secret.createdAt.slice(0, 10)} become unreadable, except what was re-encrypted, ${back}.`;
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
