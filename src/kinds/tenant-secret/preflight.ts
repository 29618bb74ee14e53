import { KeywayError } from '../../errors/index.ts';
import type { WantedUpload } from '../cipher-trust/wanted.ts';
import { componentKey } from '../compare.ts';
import { settingAfterPlan } from '../key-path/planned.ts';
import type { Planned } from '../run.ts';
import { uploadChanges, usedKeys } from './compare.ts';

/** @throws KeywayError `KeyUsedBefore`, `KeyChainMissing`, `DerivationNotOptional` */
export function requireUploadable(planned: Planned): void {
  const { desired, state, plan } = planned;
  const isMade = (name: string) => plan.changes.some((one) => one.type === 'Key' && one.name === name);
  const used = usedKeys(desired, state).filter(({ name }) => isMade(name));
  if (used.length > 0) {
    throw new KeywayError('KeyUsedBefore', `${used.map(({ problem }) => problem).join('\n')}.`, {
      actions: ['Nothing was changed. Create a new key in CipherTrust, and use that in the file.'],
      data: { keys: used.map(({ name }) => name) },
    });
  }
  const uploads = uploadChanges(planned).map(({ upload }) => upload);
  for (const upload of uploads) requireCertificate(planned, upload);
  // Settings are only read if the file names them. Otherwise the org decides.
  const isKnown = desired.components.some(({ type }) => type === 'Settings');
  const underived = uploads.find(({ derivation }) => derivation === 'NONE');
  if (!underived || !isKnown || settingAfterPlan(planned, 'canOptOutOfDerivationWithBYOK')) return;
  throw new KeywayError(
    'DerivationNotOptional',
    `${underived.name} would be used without derivation, which the org doesn't allow.`,
    {
      actions: [
        'Nothing was changed. Add it to the file: encryptionKeySettings: { canOptOutOfDerivationWithBYOK: true }',
      ],
    },
  );
}

function requireCertificate({ state, plan }: Planned, { name, certificate }: WantedUpload): void {
  const isMade = plan.changes.some((change) => change.type === 'Certificate' && change.name === certificate);
  if (isMade || state.components.has(componentKey('Certificate', certificate))) return;
  throw new KeywayError(
    'KeyChainMissing',
    `${name} needs Certificate ${certificate}, which the org doesn't have.`,
    { actions: ['Nothing was changed. Deploy it first: --only metadata'] },
  );
}
