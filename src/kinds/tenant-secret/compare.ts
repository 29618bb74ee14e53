import { isSameOrgId } from '../../ciphertrust/organizations.ts';
import { type UploadState, uploadState } from '../../ciphertrust/upload.ts';
import { keyRisks } from '../../keys/life-cycle.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import { archiveNotes, secretName } from '../cache-only-key/compare.ts';
import type { Change } from '../change.ts';
import { fetchedState } from '../cipher-trust/complete.ts';
import type { ReadCipherTrust, WantedUpload } from '../cipher-trust/wanted.ts';
import { createChange } from '../compare.ts';
import type { Desired } from '../desired.ts';
import type { Planned } from '../run.ts';
import type { OrgState } from '../state.ts';

/** What CipherTrust has of an upload's source. */
export function stateOfUpload({ type, key, tier }: WantedUpload, { keys }: ReadCipherTrust): UploadState {
  return uploadState(keys, { kind: 'upload', type, sourceKey: key, tier });
}

/** The org's tenant secret for a key that CipherTrust uploaded. */
export function secretOfUpload(
  found: UploadState,
  secrets: readonly TenantSecret[],
): TenantSecret | undefined {
  if (found.kind === 'none') return undefined;
  return secrets.find(({ id }) => isSameOrgId(id, found.key.salesforceId));
}

export function compareUpload(
  upload: WantedUpload,
  known: ReadCipherTrust,
  secrets: readonly TenantSecret[],
): { readonly change?: Change; readonly notes: readonly string[] } {
  const { name, type, key, tier, certificate, derivation } = upload;
  const secret = secretOfUpload(stateOfUpload(upload, known), secrets);
  if (secret?.status === 'ACTIVE') {
    const { keyDerivationMode = 'PBKDF2' } = secret;
    if (keyDerivationMode === derivation) return { notes: [] };
    const note = `${name}: version ${secret.version} was uploaded for ${keyDerivationMode}, which can't be changed; upload a new key for ${derivation}`;
    return { notes: [note] };
  }
  const active = secrets.find((one) => one.type === type && one.status === 'ACTIVE');
  return {
    change: {
      ...createChange('Key', name, { type, source: 'cipherTrust', key, tier, certificate, derivation }),
      risks: keyRisks(secrets, { type, source: 'UPLOADED' }),
    },
    notes: archiveNotes(upload, active),
  };
}

/** Keys that were uploaded earlier and no longer exist. Salesforce accepts the same key material only once. */
export function usedKeys(
  desired: Desired,
  state: OrgState,
): readonly { readonly name: string; readonly problem: string }[] {
  const known = state.cipherTrust;
  if (known?.kind !== 'read') return [];
  const secrets = state.keys?.secrets ?? [];
  const used = (name: string, sourceKey: string, found: UploadState, endedStatuses: readonly string[]) => {
    if (found.kind === 'none') return [];
    const secret = secretOfUpload(found, secrets);
    if (!endedStatuses.includes(secret?.status ?? found.key.status)) return [];
    const was = secret ? secretName(secret) : `${found.key.type} (${found.key.status})`;
    const problem = `${name} can't be uploaded: ${sourceKey} was before, as ${was}, and Salesforce accepts a key only once`;
    return [{ name, problem }];
  };
  return [
    ...(desired.cipherTrust?.uploads ?? []).flatMap((upload) =>
      used(upload.name, upload.key, stateOfUpload(upload, known), ['ARCHIVED', 'DESTROYED']),
    ),
    // Activate a destroyed one.
    ...desired.keys.flatMap((key) =>
      used(key.name, key.cipherTrust?.key ?? '', fetchedState(key, known), ['ARCHIVED']),
    ),
  ];
}

/** Keys that CipherTrust uploads, each with its change. */
export function uploadChanges({ desired, plan }: Pick<Planned, 'desired' | 'plan'>): readonly {
  readonly change: Change;
  readonly upload: WantedUpload;
}[] {
  const uploads = desired.cipherTrust?.uploads ?? [];
  return plan.changes.flatMap((change) => {
    const upload = change.type === 'Key' && uploads.find(({ name }) => name === change.name);
    return upload ? [{ change, upload }] : [];
  });
}
