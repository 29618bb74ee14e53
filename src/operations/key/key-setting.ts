import { KeywayError } from '../../errors/index.ts';
import { encryptionKeySettingsName } from '../../kinds/encryption-key-settings/metadata.ts';
import { normalise } from '../../kinds/metadata.ts';
import { readComponents } from '../../kinds/read-components.ts';
import type { Session } from '../../kinds/session.ts';
import type { Org } from '../../salesforce/index.ts';

export type EncryptionKeySetting =
  | 'enableCacheOnlyKeys'
  | 'enableReplayDetection'
  | 'canOptOutOfDerivationWithBYOK';

/**
 * Reads a setting for encryption keys; undefined if the user may not read it. Reading it needs Customize
 * Application, which key work doesn't. The org itself refuses what a setting doesn't allow.
 */
export async function readKeySetting(org: Org, name: EncryptionKeySetting): Promise<boolean | undefined> {
  try {
    const [component] = (
      await readComponents(org, [{ type: 'Settings', fullName: encryptionKeySettingsName }])
    ).values();
    return component && normalise(component).get(name) === 'true';
  } catch (error) {
    if (error instanceof KeywayError && UNREADABLE.has(error.code)) return undefined;
    throw error;
  }
}

const UNREADABLE = new Set(['Forbidden', 'SalesforceError']);

/** Whether an org expects its requestId in answers, according to the org, else to the file. */
export async function readReplayDetection({
  org,
  config,
}: Pick<Session, 'org' | 'config'>): Promise<boolean> {
  const known = await readKeySetting(org, 'enableReplayDetection');
  return known ?? config.encryptionKeySettings?.enableReplayDetection ?? false;
}

/** @throws KeywayError `SettingOff` if the setting is known to be off */
export async function requireKeySetting(org: Org, name: EncryptionKeySetting, what: string): Promise<void> {
  if ((await readKeySetting(org, name)) !== false) return;
  throw new KeywayError('SettingOff', `${what} needs the setting ${name}, which is off in this org.`, {
    actions: [
      `Nothing was changed. Add encryptionKeySettings: { ${name}: true } to the config and deploy it, or turn it on in Setup, Encryption Settings.`,
    ],
  });
}
