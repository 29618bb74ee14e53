import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import { currentOf, type KeyOrigin, originOf } from '../../keys/life-cycle.ts';
import type { RemoteKey, TenantSecret } from '../../keys/tenant-secret.ts';
import { createBySalesforce } from './create.ts';
import { type CacheOnlyMade, createCacheOnly } from './create-cache-only.ts';
import type { MadeKey } from './key-facts.ts';
import { nameOfKey, requireType } from './key-name.ts';
import type { KeyChangeOptions } from './key-session.ts';
import { type KeySession, withKeySession } from './key-session.ts';
import { type UploadedKey, type UploadedMaterial, type UploadInput, upload, withMaterial } from './upload.ts';
import type { ReadMaterial } from './wrap.ts';

export interface KeyRotateOptions extends KeyChangeOptions {
  readonly type: string;
  readonly description?: string | undefined;
  /** For uploaded keys: the new key material. Certificate and derivation stay unless given. */
  readonly material?: UploadedMaterial | undefined;
  readonly certificate?: string | undefined;
  readonly digest?: UploadInput['digest'];
  readonly noDerivation?: boolean | undefined;
  readonly backup?: UploadInput['backup'];
  /** For cache-only keys: the new identifier. Named credential and certificate stay unless given. */
  readonly identifier?: string | undefined;
  readonly namedCredential?: string | undefined;
}

export type RotatedKey = MadeKey | UploadedKey | CacheOnlyMade;

/** Creates the next key from the same source as the active one. `create` and `upload` can change the source. */
export async function keyRotate(options: KeyRotateOptions): Promise<OrgSummary & RotatedKey & Remarks> {
  const run = (material: ReadMaterial | undefined) =>
    withKeySession(options, 'rotating keys', async (keys) => {
      const type = requireType(options.type, keys.secrets);
      return { ...describeOrg(keys.session), ...(await rotate(keys, type, options, material)) };
    });
  return options.material === undefined ? run(undefined) : withMaterial(options.material, run);
}

async function rotate(
  keys: KeySession,
  type: string,
  options: KeyRotateOptions,
  material: ReadMaterial | undefined,
): Promise<RotatedKey> {
  const current = currentOf(keys.secrets, type);
  if (current === undefined)
    throw new KeywayError('NothingToRotate', `The org has no active key of type ${type}.`, {
      actions: [
        `Create the first one: keyway key create --type ${type}, or keyway key upload --type ${type}`,
      ],
    });
  const origin = originOf(current);
  if (origin === 'unknown') throw originUnknown(current);
  refuseOtherOrigin(current, origin, options);
  if (origin === 'UPLOADED') return rotateUploaded(keys, current, options, material);
  if (current.remote !== undefined) return rotateRemote(keys, current, current.remote, options);
  return createBySalesforce(keys, type, options);
}

/** A rotation keeps the source. If the source is unknown, keyway does nothing. */
function originUnknown(current: TenantSecret): KeywayError {
  return new KeywayError(
    'KeyOriginUnknown',
    `keyway can't tell where ${nameOfKey(current)} comes from: its source is ${JSON.stringify(current.source)}.`,
    {
      actions: [
        `Nothing was changed. Choose where the next key comes from: keyway key upload, or keyway key create, --type ${current.type}`,
      ],
    },
  );
}

/** @throws KeywayError `UsageWrong` for flags of another source, because a rotation doesn't change the source */
function refuseOtherOrigin(
  current: TenantSecret,
  origin: Exclude<KeyOrigin, 'unknown'>,
  options: KeyRotateOptions,
): void {
  const refuse = (given: string, instead: string) =>
    new KeywayError(
      'UsageWrong',
      `${nameOfKey(current)} is ${originTexts[origin]}. Rotating keeps that, so it doesn't accept ${given}.`,
      { actions: [`Nothing was changed. To change where the key comes from: keyway key ${instead}`] },
    );
  if (origin !== 'UPLOADED' && (options.material ?? options.backup ?? options.digest) !== undefined)
    throw refuse('key material', `upload --type ${current.type}`);
  if (origin !== 'UPLOADED' && options.noDerivation)
    throw refuse('--no-derivation', `upload --type ${current.type}`);
  if (origin !== 'REMOTE' && (options.identifier ?? options.namedCredential) !== undefined)
    throw refuse('identifier', `create --cache-only --type ${current.type}`);
  if (origin === 'HSM' && options.certificate !== undefined)
    throw refuse('certificate', `upload --type ${current.type}`);
}

const originTexts = {
  HSM: 'made by Salesforce',
  UPLOADED: 'uploaded',
  REMOTE: 'cache-only',
} as const;

function rotateUploaded(
  keys: KeySession,
  current: TenantSecret,
  options: KeyRotateOptions,
  material: ReadMaterial | undefined,
): Promise<UploadedKey> {
  const certificate = options.certificate ?? current.secretValueCertificate;
  if (material === undefined || options.material === undefined || certificate === undefined)
    throw new KeywayError(
      'UsageWrong',
      `${nameOfKey(current)} is an uploaded key: to rotate it, upload another one.`,
      {
        actions: [
          `Nothing was changed. Pass --file FILE, --stdin, --generate or --wrapped FILE${certificate === undefined ? ', and --certificate NAME' : ''}.`,
        ],
      },
    );
  const noDerivation = options.noDerivation ?? current.keyDerivationMode === 'NONE';
  const input: UploadInput = {
    material: options.material,
    certificate,
    noDerivation,
    digest: options.digest,
    description: options.description,
    backup: options.backup,
  };
  return upload(keys, current.type, material, input, options);
}

function rotateRemote(
  keys: KeySession,
  current: TenantSecret,
  remote: RemoteKey,
  options: KeyRotateOptions,
): Promise<CacheOnlyMade> {
  const { identifier } = options;
  if (identifier === undefined || identifier === remote.identifier)
    throw new KeywayError(
      'UsageWrong',
      `${nameOfKey(current)} is cache-only (${remote.identifier}): to rotate it, choose another identifier.`,
      {
        actions: [
          `Nothing was changed. Pass --identifier. The key service must keep serving ${remote.identifier} for the data it encrypted.`,
          'If the config names this key, change its identifier there and run keyway deploy.',
        ],
      },
    );
  const next: RemoteKey = {
    identifier,
    namedCredential: options.namedCredential ?? remote.namedCredential,
    certificate: options.certificate ?? remote.certificate,
  };
  return createCacheOnly(keys, current.type, next, options);
}
