import { type CckmKey, changeKey, getKey, type KeyAction, listKeys } from '../../ciphertrust/keys.ts';
import { collect } from '../../ciphertrust/list.ts';
import { organizationNamed } from '../../ciphertrust/organizations.ts';
import { KeywayError } from '../../errors/index.ts';
import { whatItEncrypts } from '../../keys/life-cycle.ts';
import { riskMeaning } from '../../kinds/change.ts';
import { type CckmConsentOptions, requireCckmConsent } from './consent.ts';
import { type CipherTrustPlace, type CipherTrustRemarks, inCipherTrust } from './session.ts';

export interface CckmKeyListOptions extends CipherTrustPlace {
  /** Default the config's, then all. */
  readonly organization?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
}

export function cckmKeyList(
  options: CckmKeyListOptions,
): Promise<{ readonly keys: readonly CckmKey[] } & CipherTrustRemarks> {
  return inCipherTrust(options, async ({ cipherTrust, settings }) => {
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
  return inCipherTrust(options, async ({ cipherTrust }) => ({ key: await getKey(cipherTrust, options.id) }));
}

export interface CckmKeyChangeOptions extends CipherTrustPlace, CckmConsentOptions {
  readonly id: string;
  readonly action: KeyAction;
  /** `Data:3`, typed out: the yes to destroying it, or to deleting its backup. */
  readonly confirm?: string | undefined;
  /** Asks a person to type it; undefined where nobody can be asked. */
  readonly askText?: ((question: string) => Promise<string>) | undefined;
}

export interface CckmKeyChange {
  readonly key: CckmKey;
  readonly action: KeyAction;
  readonly outcome: 'done' | 'none';
}

/** What a key must be for it, and what it is after it. */
const course: Readonly<Record<KeyAction, { readonly from: string; readonly to: string }>> = {
  destroy: { from: 'ARCHIVED', to: 'DESTROYED' },
  import: { from: 'DESTROYED', to: 'ARCHIVED' },
  activate: { from: 'DESTROYED', to: 'ACTIVE' },
  'delete-backup': { from: 'DESTROYED', to: 'DESTROYED' },
};

/** Activates, destroys or imports a key, or deletes its backup; one that is that way already is left alone. */
export function cckmKeyChange(options: CckmKeyChangeOptions): Promise<CckmKeyChange & CipherTrustRemarks> {
  const { id, action } = options;
  return inCipherTrust(options, async ({ cipherTrust }) => {
    const key = await getKey(cipherTrust, id);
    const { from, to } = course[action];
    const isDone = action === 'delete-backup' ? key.backup === undefined : key.status === to;
    if (isDone) return { key, action, outcome: 'none' as const };
    if (key.status !== from) throw statusWrong(key, action, from);
    if (action === 'destroy' || action === 'delete-backup') await requireTyped(key, options);
    else {
      const question = `${action === 'import' ? 'Import' : 'Activate'} ${nameOf(key)} of ${key.orgId}?`;
      await requireCckmConsent({ question, risks: [], about: nameOf(key) }, options);
    }
    return { key: await changeKey(cipherTrust, id, action), action, outcome: 'done' as const };
  });
}

function nameOf({ type, version }: CckmKey): string {
  return `${type}:${version ?? '?'}`;
}

const aim: Readonly<Record<KeyAction, string>> = {
  activate: 'to activate it',
  destroy: 'to destroy it',
  import: 'to import it',
  'delete-backup': 'to delete its backup',
};

function statusWrong(key: CckmKey, action: KeyAction, needed: string): KeywayError {
  return new KeywayError(
    'KeyStatusWrong',
    `${nameOf(key)} is ${key.status || 'on its way'}; ${aim[action]}, it must be ${needed}.`,
    {
      actions: [
        action === 'destroy'
          ? 'Nothing was changed. Upload another key of its type first; the archived one can be destroyed then.'
          : 'Nothing was changed.',
      ],
    },
  );
}

/** Type and version typed out, by flag or on a terminal. Throws `DestructionNotConfirmed`. */
async function requireTyped(key: CckmKey, options: CckmKeyChangeOptions): Promise<void> {
  const name = nameOf(key);
  const lost =
    options.action === 'destroy'
      ? `${whatItEncrypts(key.type)} that it encrypted can no longer be read${
          key.backup === undefined
            ? '; CipherTrust has no backup of it.'
            : ", unless CipherTrust's backup of it is imported."
        }`
      : 'without its backup nothing brings it back, and what it encrypted is lost for good.';
  const typed = options.confirm ?? (await options.askText?.(`${name}: ${lost} To go on, type ${name}:`));
  if (typed?.trim() === name) return;
  const wrong = typed === undefined ? '' : ` "${typed.trim()}" is not ${name}.`;
  throw new KeywayError(
    'DestructionNotConfirmed',
    `key-destruction: ${riskMeaning['key-destruction']}. ${name}: ${lost}${wrong}`,
    {
      actions: [`Nothing was changed. If it is meant: --confirm ${name}`],
      data: { risk: 'key-destruction', confirm: name },
    },
  );
}
