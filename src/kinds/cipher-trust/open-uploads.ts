import type { CckmCertificate } from '../../ciphertrust/certificates.ts';
import { synchronize } from '../../ciphertrust/jobs.ts';
import { type CckmOrganization, organizationNamed } from '../../ciphertrust/organizations.ts';
import {
  type AnyUpload,
  type CacheOnlyType,
  type KeyTier,
  type Uploaded,
  uploadKey,
} from '../../ciphertrust/upload.ts';
import { KeywayError } from '../../errors/index.ts';
import { readNamedCredentialId } from '../../salesforce/index.ts';
import type { WantedKey } from '../cache-only-key/compare.ts';
import type { Applied, Step } from '../kind.ts';
import type { KeyOutcome } from '../outcomes.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';
import { applyCertificates } from './apply.ts';
import { readUploaded } from './read-back.ts';
import { cipherTrustOf } from './session.ts';
import type { WantedUpload } from './wanted.ts';

export interface UploadOptions {
  /** Milliseconds to wait for CipherTrust; default 5 minutes. */
  readonly wait?: number | undefined;
  readonly update: (text: string) => void;
}

/** Uploads through CipherTrust. What they share is determined once. */
export interface Uploads {
  /** A tenant secret (BYOK). */
  uploadSecret(upload: WantedUpload): Promise<KeyOutcome>;
  /** A cache-only key. The org fetches it before CipherTrust answers. */
  uploadCacheOnly(key: WantedKey): Promise<KeyOutcome>;
  /** Makes CipherTrust read the org again after the org was changed without it. */
  refresh(): Promise<void>;
}

/** Opens the uploads once for all kinds of a stage. */
export function uploadsOf({ run, planned, once, update }: Step): Promise<Uploads> {
  const { session, wait } = run;
  return once('CipherTrust uploads', () => openUploads(session, planned, { wait, update }));
}

/** Opening the uploads finds the certificates and synchronizes those that CipherTrust doesn't know. */
export async function synchronizeCertificates(step: Step): Promise<Applied> {
  await uploadsOf(step);
  return { summaries: [] };
}

/**
 * Opens CipherTrust for uploads. Makes sure that it knows the certificates, and synchronizes if the org has just
 * created one. If an upload already exists, waits for it instead of repeating it (`uploadKey`). Each key is read
 * back in the org.
 *
 * @throws KeywayError `OrganizationUnknown`, `CipherTrustCertificateUnknown`
 */
async function openUploads(
  session: Session,
  { desired }: Planned,
  { wait, update }: UploadOptions,
): Promise<Uploads> {
  const cipherTrust = await cipherTrustOf(session);
  const organization = await organizationNamed(cipherTrust, session.org.id);
  const options = { wait, onProgress: (text: string) => update(`CipherTrust: ${text}`) };
  const wanted = desired.cipherTrust?.certificates ?? [];
  const certificates = await applyCertificates(cipherTrust, organization, wanted, options);
  const make = async (name: string, upload: AnyUpload): Promise<KeyOutcome> => {
    const uploaded = await attempt(name, () => uploadKey(cipherTrust, upload, options));
    return attempt(name, () => outcomeOf(session, name, uploaded));
  };
  return {
    refresh: async () => {
      await synchronize(cipherTrust, 'keys', [organization.id], options);
    },
    uploadSecret: ({ name, type, key, tier, certificate, derivation }) =>
      make(name, {
        ...sourceOf(organization, key, tier, certificates.get(certificate)),
        kind: 'upload',
        type,
        derivation,
      }),
    uploadCacheOnly: async ({ name, type, namedCredential, certificate, cipherTrust: source }) => {
      const namedCredentialId = await readNamedCredentialId(session.org, namedCredential);
      return make(name, {
        ...sourceOf(
          organization,
          source?.key ?? '',
          (source?.tier ?? 'local') as KeyTier,
          certificates.get(certificate),
        ),
        kind: 'cache-only',
        type: type as CacheOnlyType,
        namedCredentialId: namedCredentialId ?? '',
      });
    },
  };
}

function sourceOf(
  organization: CckmOrganization,
  sourceKey: string,
  tier: KeyTier,
  certificate: CckmCertificate | undefined,
) {
  return { organization, sourceKey, tier, certificateId: certificate?.id ?? '' };
}

/** Uses the org's own answer, because CipherTrust may lag behind. */
async function outcomeOf(session: Session, name: string, { key, outcome }: Uploaded): Promise<KeyOutcome> {
  const { tenantSecret } = await readUploaded(await session.keyOrg(), key);
  return {
    name,
    outcome: outcome === 'there' ? 'there' : 'inserted',
    type: key.type,
    identifier: key.identifier ?? '',
    status: tenantSecret.status,
    version: tenantSecret.version,
    statusCode: null,
  };
}

/** Adds the key's config name to an error. What was done before stays. */
async function attempt<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    throw new KeywayError(error.code, `${name} was not created. ${error.message}`, {
      actions: [
        ...error.actions,
        'Everything before the keys is done. Run the same command again: it does only what is missing and creates no key twice.',
      ],
      data: error.data,
      cause: error,
      exitCode: error.exitCode,
    });
  }
}
