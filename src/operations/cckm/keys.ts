import { type CckmKey, changeKey, getKey, type KeyAction, listKeys } from '../../ciphertrust/keys.ts';
import { collect } from '../../ciphertrust/list.ts';
import { organizationNamed } from '../../ciphertrust/organizations.ts';
import {
  type ApprovalOptions,
  confirmChange,
  confirmDestruction,
  type TypedConfirmation,
} from '../../engine/approve.ts';
import { KeywayError } from '../../errors/index.ts';
import { encryptedDataOf } from '../../keys/life-cycle.ts';
import { type CipherTrustPlace, type CipherTrustRemarks, withCipherTrust } from './cipher-trust-session.ts';

export interface CckmKeyListOptions extends CipherTrustPlace {
  /** Default: the config's, else all. */
  readonly organization?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
}

export function cckmKeyList(
  options: CckmKeyListOptions,
): Promise<{ readonly keys: readonly CckmKey[] } & CipherTrustRemarks> {
  return withCipherTrust(options, async ({ cipherTrust, settings }) => {
    const wanted = options.organization ?? settings.organization;
    const organization =
      wanted === undefined ? undefined : (await organizationNamed(cipherTrust, wanted)).orgId;
    const { type, status } = options;
    return { keys: await collect(listKeys(cipherTrust, { organization, type, status })) };
  });
}

export function cckmKeyGet(
  options: CipherTrustPlace & { readonly id: string },
): Promise<{ readonly key: CckmKey } & CipherTrustRemarks> {
  return withCipherTrust(options, async ({ cipherTrust }) => ({
    key: await getKey(cipherTrust, options.id),
  }));
}

/** `confirm` applies to destroying a key and to deleting its backup. */
export interface CckmKeyChangeOptions extends CipherTrustPlace, ApprovalOptions, TypedConfirmation {
  readonly id: string;
  readonly action: KeyAction;
}

export interface CckmKeyChange {
  readonly key: CckmKey;
  readonly action: KeyAction;
  readonly outcome: 'done' | 'none';
}

/** For each action, the status that the key needs before and has afterwards. */
const actionStatuses: Readonly<Record<KeyAction, { readonly from: string; readonly to: string }>> = {
  destroy: { from: 'ARCHIVED', to: 'DESTROYED' },
  import: { from: 'DESTROYED', to: 'ARCHIVED' },
  activate: { from: 'DESTROYED', to: 'ACTIVE' },
  'delete-backup': { from: 'DESTROYED', to: 'DESTROYED' },
};

/** Activates, destroys or imports a key, or deletes its backup. Does nothing if that has been done already. */
export function cckmKeyChange(options: CckmKeyChangeOptions): Promise<CckmKeyChange & CipherTrustRemarks> {
  const { id, action } = options;
  return withCipherTrust(options, async ({ cipherTrust }) => {
    const key = await getKey(cipherTrust, id);
    const { from, to } = actionStatuses[action];
    const isDone = action === 'delete-backup' ? key.backup === undefined : key.status === to;
    if (isDone) return { key, action, outcome: 'none' as const };
    if (key.status !== from) throw statusWrong(key, action, from);
    if (action === 'destroy' || action === 'delete-backup')
      await confirmDestruction(nameOf(key), lossOf(key, action), options);
    else await confirmChange(`This ${action}s ${nameOf(key)} of ${key.orgId}`, options);
    return { key: await changeKey(cipherTrust, id, action), action, outcome: 'done' as const };
  });
}

function nameOf({ type, version }: CckmKey): string {
  return `${type}:${version ?? '?'}`;
}

const actionPurposes: Readonly<Record<KeyAction, string>> = {
  activate: 'to activate it',
  destroy: 'to destroy it',
  import: 'to import it',
  'delete-backup': 'to delete its backup',
};

function statusWrong(key: CckmKey, action: KeyAction, needed: string): KeywayError {
  return new KeywayError(
    'KeyStatusWrong',
    `${nameOf(key)} is ${key.status || 'in progress'}; ${actionPurposes[action]}, it must be ${needed}.`,
    {
      actions: [
        action === 'destroy'
          ? 'Nothing was changed. Upload another key of its type first, then destroy the archived one.'
          : 'Nothing was changed.',
      ],
    },
  );
}

/** Says what becomes unreadable, as a sentence. */
function lossOf(key: CckmKey, action: 'destroy' | 'delete-backup'): string {
  const name = nameOf(key);
  if (action === 'delete-backup')
    return `${name}: without its backup nobody can restore it, and what it encrypted is lost for good.`;
  const backup =
    key.backup === undefined
      ? '; CipherTrust has no backup of it.'
      : ", unless CipherTrust's backup of it is imported.";
  return `${name}: ${encryptedDataOf(key.type)} that it encrypted can no longer be read${backup}`;
}
