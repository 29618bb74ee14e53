import { KeywayError } from '../../errors/index.ts';
import type { Org } from '../../salesforce/index.ts';
import { readComponents } from '../../salesforce/index.ts';

export type EncryptionKeySetting =
  | 'enableCacheOnlyKeys'
  | 'enableReplayDetection'
  | 'canOptOutOfDerivationWithBYOK';

/**
 * A setting of encryption keys; undefined where whoever is logged in may not read it: it takes Customize Application
 * beside what key work takes, and the org itself will say.
 */
export async function readKeySetting(org: Org, name: EncryptionKeySetting): Promise<boolean | undefined> {
  try {
    const read = await readComponents(org, new Map([['Settings', ['EncryptionKey']]]));
    const xml = read.get('Settings')?.get('EncryptionKey');
    if (xml === undefined) return undefined;
    return new RegExp(`<${name}>\\s*true\\s*</${name}>`).test(xml);
  } catch (error) {
    if (error instanceof KeywayError && UNREADABLE.has(error.code)) return undefined;
    throw error;
  }
}

const UNREADABLE = new Set(['Forbidden', 'SalesforceError']);

/** Throws `SettingOff` where a setting is known to be off. */
export async function requireKeySetting(org: Org, name: EncryptionKeySetting, what: string): Promise<void> {
  if ((await readKeySetting(org, name)) !== false) return;
  throw new KeywayError('SettingOff', `${what} needs the setting ${name}, which is off in this org.`, {
    actions: [
      `Nothing was changed. Write encryptionKeySettings: { ${name}: true } and deploy it, or switch it on in Setup, Encryption Settings.`,
    ],
  });
}
