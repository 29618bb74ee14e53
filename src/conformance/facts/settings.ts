import { readMetadata } from '../../salesforce/index.ts';
import { refusalOf } from '../ask.ts';
import type { Fact, Wire } from '../fact.ts';
import { document, pathOf, textIn } from '../files.ts';
import { firstProblem, sendJob } from '../job.ts';

const path = pathOf('Settings', 'EncryptionKey');
const file = (settings: Readonly<Record<string, boolean>>) => ({
  [path]: document('EncryptionKeySettings', settings),
});

/** A setting as the org returns it; false if it shows none. */
async function readSetting({ retrieve }: Wire, name: string): Promise<boolean> {
  return textIn(await retrieve('Settings', 'EncryptionKey', path), name) === 'true';
}

export const settingsFacts: readonly Fact[] = [
  {
    id: 'omitted-settings-stay',
    sentence: 'A deploy of encryption key settings leaves the settings that its file omits as they are.',
    source: 'assumed',
    constants: [
      'local/salesforce OMITTED_SETTINGS_STAY',
      'kinds/encryption-key-settings omittedSettingsSurelyStay',
    ],
    expected: 'stays on',
    changes: 'keys',
    async observe(wire) {
      const { deploy } = wire;
      const [before, cacheOnly] = [
        await readSetting(wire, 'canOptOutOfDerivationWithBYOK'),
        await readSetting(wire, 'enableCacheOnlyKeys'),
      ];
      const problem =
        (await deploy(file({ canOptOutOfDerivationWithBYOK: true }))) ??
        (await deploy(file({ enableCacheOnlyKeys: cacheOnly })));
      const stays = await readSetting(wire, 'canOptOutOfDerivationWithBYOK');
      await deploy(file({ canOptOutOfDerivationWithBYOK: before }));
      if (problem !== undefined) return `refused: ${problem}`;
      return stays ? 'stays on' : 'goes off';
    },
  },
  {
    id: 'type-that-settings-are-read-by',
    sentence: 'readMetadata returns encryption key settings for both of these types.',
    source: 'Metadata WSDL 66.0, EncryptionKeySettings',
    constants: ['local/salesforce SETTINGS_READ_AS'],
    expected: 'Settings: read, EncryptionKeySettings: read',
    changes: 'nothing',
    async observe({ org }) {
      const read = async (type: string) => {
        let found = false;
        const refusal = await refusalOf(
          readMetadata(org, type, ['EncryptionKey']).then((all) => {
            found = all.get('EncryptionKey') !== undefined;
          }),
        );
        if (refusal !== 'accepted') return `${type}: ${refusal}`;
        return `${type}: ${found ? 'read' : 'nothing'}`;
      };
      return `${await read('Settings')}, ${await read('EncryptionKeySettings')}`;
    },
  },
  {
    id: 'replay-detection-needs-cache-only-keys',
    sentence: 'The org rejects replay detection without cache-only keys, with these words.',
    source: 'Metadata API Developer Guide, EncryptionKeySettings',
    constants: ['local/salesforce REPLAY_DETECTION_NEEDS_CACHE_ONLY_KEYS'],
    expected: 'Enable cache-only keys before you enable replay detection for cache-only keys.',
    changes: 'nothing',
    async observe({ org }) {
      const settings = file({ enableCacheOnlyKeys: false, enableReplayDetection: true });
      return firstProblem(await sendJob(org, settings, { checkOnly: true })) ?? 'accepted';
    },
  },
];
