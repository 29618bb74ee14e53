import { isAnswerLost } from '../errors/answer-lost.ts';
import { KeywayError } from '../errors/index.ts';
import type { CipherTrust } from './connection.ts';
import { type WaitOptions, waiting } from './jobs.ts';
import { type CckmKey, getKey, keyAnswer, listKeys } from './keys.ts';
import { collect } from './list.ts';
import type { CckmOrganization } from './organizations.ts';
import { ORGANIZATION_ID_OF } from './uncertain.ts';

/* The parameters of both uploads (CipherTrust: CCKM, Upload Key to Salesforce). */

export const uploadTypes = ['Data', 'EventBus', 'SearchIndex', 'DeterministicData', 'Analytics'] as const;
export type UploadType = (typeof uploadTypes)[number];

/** Types that Salesforce accepts as cache-only keys; not root keys (Salesforce Help, Cache-Only Key Service). */
export const cacheOnlyTypes = ['Data', 'EventBus', 'DeterministicData', 'Analytics'] as const;
export type CacheOnlyType = (typeof cacheOnlyTypes)[number];

export const keyTiers = ['local', 'dsm', 'hsm-luna'] as const;
export type KeyTier = (typeof keyTiers)[number];

export const derivationModes = ['PBKDF2', 'NONE'] as const;
export type DerivationMode = (typeof derivationModes)[number];

interface Source {
  readonly organization: CckmOrganization;
  /** The id to send, if the user gave one; default: as in the documents' example. */
  readonly organizationId?: string | undefined;
  /** Id or name of the source key. */
  readonly sourceKey: string;
  /** Default local. */
  readonly tier?: KeyTier | undefined;
  /** CipherTrust's id of the certificate. */
  readonly certificateId: string;
}

export interface Upload extends Source {
  readonly kind: 'upload';
  readonly type: UploadType;
  /** Default PBKDF2. */
  readonly derivation?: DerivationMode | undefined;
}

export interface CacheOnlyUpload extends Source {
  readonly kind: 'cache-only';
  readonly type: CacheOnlyType;
  /** `0XA…` */
  readonly namedCredentialId: string;
}

export type AnyUpload = Upload | CacheOnlyUpload;

/**
 * The request body, in the documents' order.
 * @throws KeywayError `UploadInvalid` with all problems
 */
export function uploadRequest(upload: AnyUpload): Readonly<Record<string, string>> {
  requireUpload(upload);
  const { organization, organizationId, type, tier = 'local', sourceKey, certificateId } = upload;
  const rule = upload.kind === 'upload' ? ORGANIZATION_ID_OF.upload : ORGANIZATION_ID_OF.cacheOnly;
  const common = {
    organization_id: organizationId ?? (rule === 'salesforce' ? organization.orgId : organization.id),
    type,
    source_key_tier: tier,
    source_key_identifier: sourceKey,
    certificate_id: certificateId,
  };
  return upload.kind === 'upload'
    ? { ...common, key_derivation_mode: upload.derivation ?? 'PBKDF2' }
    : { ...common, sfdc_named_credential_id: upload.namedCredentialId };
}

function requireUpload(upload: AnyUpload): void {
  const problems: string[] = [];
  const oneOf = (name: string, value: string | undefined, values: readonly string[]) => {
    if (value !== undefined && !values.includes(value))
      problems.push(`${name} is ${value}, and takes ${values.join(', ')}`);
  };
  oneOf('type', upload.type, upload.kind === 'upload' ? uploadTypes : cacheOnlyTypes);
  oneOf('tier', upload.tier, keyTiers);
  if (upload.kind === 'upload') oneOf('derivation', upload.derivation, derivationModes);
  else if (!/^0XA[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?$/.test(upload.namedCredentialId))
    problems.push("the named credential isn't an ID: 0XA and 12 or 15 more characters");
  if (upload.sourceKey.trim() === '') problems.push('the source key has no name');
  if (problems.length === 0) return;
  throw new KeywayError('UploadInvalid', `This upload can't be sent: ${problems.join('; ')}.`);
}

/** What an org already has of a source key. */
export type UploadState =
  | { readonly kind: 'none' }
  /** It exists and is ACTIVE, or about to be. */
  | { readonly kind: 'there'; readonly key: CckmKey }
  /** It existed before. Salesforce accepts the same material only once. */
  | { readonly kind: 'used'; readonly key: CckmKey };

/**
 * Whether a key needs an upload, judging by the keys that CipherTrust has. A key is identified by its source key
 * (id or name) and tier, its type, and whether it is cache-only. So the same upload twice gives one key.
 */
export function uploadState(
  keys: readonly CckmKey[],
  wanted: Pick<AnyUpload, 'kind' | 'type' | 'sourceKey' | 'tier'>,
): UploadState {
  const made = keys.filter(
    ({ type, sourceKey, identifier, error }) =>
      type === wanted.type &&
      sourceKey?.tier === (wanted.tier ?? 'local') &&
      [sourceKey.id, sourceKey.name].includes(wanted.sourceKey) &&
      (identifier !== undefined) === (wanted.kind === 'cache-only') &&
      error === '',
  );
  const current = made.find(({ status }) => !['ARCHIVED', 'DESTROYED'].includes(status));
  if (current) return { kind: 'there', key: current };
  const used = made.toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
  return used ? { kind: 'used', key: used } : { kind: 'none' };
}

/** What CipherTrust has of the source key in this org. */
export async function findUpload(cipherTrust: CipherTrust, upload: AnyUpload): Promise<UploadState> {
  const { organization, type } = upload;
  return uploadState(
    await collect(listKeys(cipherTrust, { organization: organization.orgId, type })),
    upload,
  );
}

export interface Uploaded {
  readonly key: CckmKey;
  /** `there`: it existed, so nothing was sent. */
  readonly outcome: 'uploaded' | 'there';
}

/**
 * Uploads a key unless it exists, and waits until it is ACTIVE. If the answer is lost, asks CipherTrust whether the
 * key was created, and never sends it twice.
 *
 * @throws KeywayError `KeyUsedBefore`, `UploadUnknown`, `UploadFailed`, `WaitRanOut`, or CipherTrust's refusal
 */
export async function uploadKey(
  cipherTrust: CipherTrust,
  upload: AnyUpload,
  options: WaitOptions = {},
): Promise<Uploaded> {
  const json = uploadRequest(upload);
  const before = await findUpload(cipherTrust, upload);
  if (before.kind === 'used') throw keyUsedError(upload, before.key);
  if (before.kind === 'there') {
    return { key: await waitUntilActive(cipherTrust, before.key, options), outcome: 'there' };
  }
  options.onProgress?.(`${upload.type} from ${upload.sourceKey}`);
  const key = await send(cipherTrust, upload, json);
  return { key: await waitUntilActive(cipherTrust, key, options), outcome: 'uploaded' };
}

async function send(
  cipherTrust: CipherTrust,
  upload: AnyUpload,
  json: Readonly<Record<string, string>>,
): Promise<CckmKey> {
  const path = upload.kind === 'upload' ? '/v1/cckm/sfdc/keys/upload' : '/v1/cckm/sfdc/upload-cache-only-key';
  const what = `uploading ${upload.sourceKey} as ${upload.type} to ${upload.organization.name}`;
  try {
    return await cipherTrust.send({ method: 'POST', path, json, what, answer: keyAnswer });
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const after = await findUpload(cipherTrust, upload).catch(() => undefined);
    if (after?.kind === 'there') return after.key;
    const { message } = error as Error;
    throw new KeywayError('UploadUnknown', `${message} keyway can't tell whether the key was uploaded.`, {
      cause: error,
      exitCode: error instanceof KeywayError ? error.exitCode : 1,
      actions: [
        'Run the same command again: it first checks whether the key exists, so it creates no second one.',
      ],
    });
  }
}

export async function waitUntilActive(
  cipherTrust: CipherTrust,
  started: CckmKey,
  { wait, onProgress }: WaitOptions = {},
): Promise<CckmKey> {
  let key = started;
  const questions = waiting(cipherTrust, wait);
  for (;;) {
    if (key.error !== '' || ['ARCHIVED', 'DESTROYED'].includes(key.status)) {
      const statusText = key.error === '' ? `it is ${key.status}` : key.error.replace(/[.\s]+$/, '');
      throw new KeywayError('UploadFailed', `Key ${key.id} didn't become active: ${statusText}.`, {
        actions: [`To see what CipherTrust has: keyway cckm keys get ${key.id}`],
      });
    }
    if (key.status === 'ACTIVE') return key;
    onProgress?.(key.status === '' ? 'in progress' : key.status);
    if ((await questions.next()).done) break;
    key = await getKey(cipherTrust, key.id);
  }
  throw new KeywayError('WaitRanOut', `Key ${key.id} isn't active yet: ${key.status || 'in progress'}.`, {
    exitCode: 69,
    actions: ['It continues there. To wait for it, run the same command again.'],
    data: { keyId: key.id },
  });
}

/** Salesforce accepts the same material only once. */
export function keyUsedError(
  { type, sourceKey, kind }: AnyUpload,
  { id, status, version }: CckmKey,
): KeywayError {
  const actions =
    status === 'DESTROYED'
      ? kind === 'cache-only'
        ? [`To restore it: keyway cckm activate ${id}`]
        : [`To restore it as archived: keyway cckm import ${id}`]
      : ['Salesforce accepts a key only once. Create a new one in CipherTrust, and upload that.'];
  return new KeywayError(
    'KeyUsedBefore',
    `${sourceKey} was uploaded as ${type} before: version ${version ?? '?'}, which is ${status}.`,
    { actions: [...actions, 'Nothing was changed.'], data: { keyId: id, status } },
  );
}
