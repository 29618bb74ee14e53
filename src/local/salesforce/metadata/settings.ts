import { ours } from '../api-error.ts';
import { isOtherwise } from '../assumptions.ts';
import { idOf } from '../ids.ts';
import type { ComponentBody } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { OMITTED_SETTINGS_STAY, REPLAY_DETECTION_NEEDS_CACHE_ONLY_KEYS } from '../uncertain.ts';
import type { Author } from './author.ts';
import { sameBody } from './normalise.ts';
import type { ParsedComponent } from './parse-component.ts';
import { componentKey } from './principals.ts';
import { ComponentProblem } from './problem.ts';

const NAME = 'EncryptionKey';
const KEY = componentKey('Settings', NAME);

const DEFAULTS = {
  canEncryptTransactionalDatabase: false,
  canExternalKeyManagement: false,
  canManageDataCloudKeys: false,
  canOptOutOfDerivationWithBYOK: false,
  enableCacheOnlyKeys: false,
  enableReplayDetection: false,
};
/** Settings that need features that this org doesn't have. */
const NOT_EMULATED = [
  'canEncryptTransactionalDatabase',
  'canExternalKeyManagement',
  'canManageDataCloudKeys',
];

/** Metadata API Developer Guide, EncryptionKeySettings: whether a setting is on. */
export const encryptionKeySetting = (
  view: View,
  name: 'canOptOutOfDerivationWithBYOK' | 'enableCacheOnlyKeys' | 'enableReplayDetection',
): boolean => view.get('component', KEY)?.body[name] === true;

/** Every org has these settings from the start. */
export const addSettings = (tx: Transaction, author: Author): void => keep(tx, DEFAULTS, author);

const keep = (tx: Transaction, body: ComponentBody, author: Author): void => {
  const before = tx.get('component', KEY);
  tx.put('component', KEY, {
    type: 'Settings',
    fullName: NAME,
    id: idOf('000', 0),
    body,
    createdById: before?.createdById ?? author.userId,
    createdDate: before?.createdDate ?? author.now,
    lastModifiedById: author.userId,
    lastModifiedDate: author.now,
  });
};

/** Changes settings by name. EncryptionKey is the only one here. Throws ComponentProblem. */
export const putSettings = (
  tx: Transaction,
  fullName: string,
  parsed: ParsedComponent,
  author: Author,
): { readonly id: string; readonly created: boolean; readonly changed: boolean } => {
  if (fullName !== NAME) throw new ComponentProblem(ours(`${fullName} settings are not emulated`));
  const { fullName: _name, ...written } = parsed.body;
  const before = tx.get('component', KEY)?.body ?? DEFAULTS;
  const stays = OMITTED_SETTINGS_STAY && !isOtherwise(tx, 'omittedSettingsAreReset');
  const body: ComponentBody = { ...(stays ? before : DEFAULTS), ...written };
  const beyond = NOT_EMULATED.find((name) => body[name] === true);
  if (beyond) throw new ComponentProblem(ours(`${beyond} is not emulated`), parsed.elements(beyond)[0]);
  if (body.enableReplayDetection === true && body.enableCacheOnlyKeys !== true)
    throw new ComponentProblem(
      REPLAY_DETECTION_NEEDS_CACHE_ONLY_KEYS,
      parsed.elements('enableReplayDetection')[0] ?? parsed.elements('enableCacheOnlyKeys')[0],
    );
  const changed = !sameBody(before, body);
  if (changed) keep(tx, body, author);
  return { id: idOf('000', 0), created: false, changed };
};
