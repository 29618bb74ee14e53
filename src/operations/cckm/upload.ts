import type { CckmCertificate } from '../../ciphertrust/certificates.ts';
import { findCertificate } from '../../ciphertrust/certificates.ts';
import { synchronize } from '../../ciphertrust/jobs.ts';
import { secretFromCipherTrust, withOrigins } from '../../ciphertrust/key-origin.ts';
import type { CckmKey } from '../../ciphertrust/keys.ts';
import { listKeys } from '../../ciphertrust/keys.ts';
import { collect } from '../../ciphertrust/list.ts';
import { listNamedCredentials } from '../../ciphertrust/named-credentials.ts';
import { type CckmOrganization, organizationNamed } from '../../ciphertrust/organizations.ts';
import {
  type AnyUpload,
  type CacheOnlyType,
  type DerivationMode,
  type KeyTier,
  keyUsedError,
  type UploadType,
  uploadKey,
  uploadRequest,
  uploadState,
} from '../../ciphertrust/upload.ts';
import { type ApprovalOptions, approveEachRisk, confirmChange, risksOf } from '../../engine/approve.ts';
import type { OrgOptions } from '../../engine/session.ts';
import { KeywayError } from '../../errors/index.ts';
import { currentOf, keyRisks } from '../../keys/life-cycle.ts';
import { type ReadBack, readUploaded } from '../../kinds/cipher-trust/read-back.ts';
import { requireSameOrg } from '../../kinds/cipher-trust/same-org.ts';
import { type Org, readTenantSecrets } from '../../salesforce/index.ts';
import {
  type CipherTrustPlace,
  type CipherTrustRemarks,
  type CipherTrustSession,
  headingOf,
  withCipherTrust,
} from './cipher-trust-session.ts';
import { withGivenOrg } from './given-org.ts';

interface UploadOptions extends CipherTrustPlace, ApprovalOptions, Pick<OrgOptions, 'targetOrg'> {
  /** CipherTrust's id, Salesforce's id, or a name; default: the config's, else the one of the given org. */
  readonly organization?: string | undefined;
  /** Id or name of the key in CipherTrust. */
  readonly key: string;
  readonly tier?: KeyTier | undefined;
  /** CipherTrust's id, developer name, or label. */
  readonly certificate: string;
  /** Called before anything is asked or sent. */
  readonly onIntent?: ((intent: UploadIntent, heading: string) => void) | undefined;
}

export interface CckmUploadOptions extends UploadOptions {
  readonly type: UploadType;
  readonly derivation?: DerivationMode | undefined;
}

export interface CckmCacheOnlyOptions extends UploadOptions {
  readonly type: CacheOnlyType;
  /** Its id (`0XA…`), developer name, or label. */
  readonly namedCredential: string;
}

/** What an upload will do. */
export interface UploadIntent {
  readonly kind: AnyUpload['kind'];
  readonly organization: CckmOrganization;
  readonly certificate: CckmCertificate;
  readonly type: string;
  readonly sourceKey: string;
  readonly tier: string;
  /** The key that it archives. */
  readonly archives: { readonly version: number; readonly source: string } | null;
  /** Whether CipherTrust has uploaded it already, so that nothing is sent. */
  readonly there: boolean;
}

export interface CckmUploadResult extends UploadIntent {
  readonly outcome: 'uploaded' | 'there';
  readonly key: CckmKey;
  /** What the Salesforce org shows of the key; null if no org was given. */
  readonly org: ReadBack | null;
  readonly remarks: readonly string[];
}

/** Uploads a key of CipherTrust to an org as a tenant secret (BYOK). */
export function cckmUpload(options: CckmUploadOptions): Promise<CckmUploadResult & CipherTrustRemarks> {
  const { type, derivation } = options;
  return uploadIn(options, async (source) => ({ ...source, kind: 'upload', type, derivation }));
}

/** Uploads a key of CipherTrust as a cache-only key: the org fetches it and keeps it only in its cache. */
export function cckmUploadCacheOnly(
  options: CckmCacheOnlyOptions,
): Promise<CckmUploadResult & CipherTrustRemarks> {
  return uploadIn(options, async (source, session) => ({
    ...source,
    kind: 'cache-only',
    type: options.type,
    namedCredentialId: await namedCredentialId(session, source.organization, options.namedCredential),
  }));
}

type Source = Pick<AnyUpload, 'organization' | 'organizationId' | 'sourceKey' | 'tier' | 'certificateId'>;

async function uploadIn(
  options: UploadOptions,
  uploadOf: (source: Source, session: CipherTrustSession) => Promise<AnyUpload>,
): Promise<CckmUploadResult & CipherTrustRemarks> {
  return withCipherTrust(options, (session) =>
    withGivenOrg(options, session, async (org) => {
      const { cipherTrust, settings } = session;
      const wanted = options.organization ?? settings.organization ?? org?.id;
      if (wanted === undefined) throw organizationMissing();
      const organization = await organizationNamed(cipherTrust, wanted);
      if (org) requireSameOrg(org, organization);
      const certificate = await requireCertificate(session, organization, options.certificate);
      const source: Source = {
        organization,
        // As given, unless that was a name.
        organizationId: [organization.id, organization.orgId].find((id) => id === wanted),
        sourceKey: options.key,
        tier: options.tier,
        certificateId: certificate.id,
      };
      const upload = await uploadOf(source, session);
      uploadRequest(upload);
      const intent = await intentOf(session, org, upload, certificate, options);
      options.onIntent?.(intent.shown, headingOf(cipherTrust));
      if (!intent.shown.there) {
        const risks = risksOf([{ name: intent.about, risks: intent.risks }]);
        await approveEachRisk({ what: 'This upload', risks }, options);
        await confirmChange(intent.sentence, options);
      }
      const { key, outcome } = await uploadKey(cipherTrust, upload, options);
      return {
        ...intent.shown,
        outcome,
        key,
        org: org ? await readUploaded(org, key) : null,
        remarks: remarksOn(key, upload),
      };
    }),
  );
}

async function intentOf(
  { cipherTrust }: CipherTrustSession,
  org: Org | undefined,
  upload: AnyUpload,
  certificate: CckmCertificate,
  options: UploadOptions,
) {
  const { organization, type, sourceKey, kind, tier = 'local' } = upload;
  // The org's keys; without an org, those that CipherTrust knows in it.
  const own = org && (await readTenantSecrets(org));
  if (own === undefined) await synchronize(cipherTrust, 'keys', [organization.id], options);
  const filter = { organization: organization.orgId, type };
  const known = await collect(listKeys(cipherTrust, filter));
  const state = uploadState(known, upload);
  if (state.kind === 'used') throw keyUsedError(upload, state.key);
  const isUploaded = state.kind === 'there';
  const secrets = own ? withOrigins(own, known) : known.map(secretFromCipherTrust);
  const current = isUploaded ? undefined : currentOf(secrets, type);
  const risks = isUploaded
    ? []
    : keyRisks(secrets, { type, source: kind === 'upload' ? 'UPLOADED' : 'REMOTE' });
  const shown: UploadIntent = {
    kind,
    organization,
    certificate,
    type,
    sourceKey,
    tier,
    archives: current ? { version: current.version, source: current.source } : null,
    there: isUploaded,
  };
  const as = kind === 'upload' ? '' : ' as a cache-only key';
  return {
    shown,
    risks,
    about: `${type}${current ? `, version ${current.version}` : ''}`,
    sentence: `This uploads ${sourceKey} (${tier})${as} of type ${type} to ${organization.name} (${organization.orgId})`,
  };
}

function organizationMissing(): KeywayError {
  return new KeywayError('OrganizationMissing', 'No CipherTrust organization is set.', {
    actions: [
      'Pass --organization, add organization under cipherTrust:, or name the org itself with -o.',
      'To list them, run keyway cckm organizations.',
    ],
  });
}

async function requireCertificate(
  { cipherTrust }: CipherTrustSession,
  organization: CckmOrganization,
  name: string,
): Promise<CckmCertificate> {
  const found = await findCertificate(cipherTrust, organization, name);
  if (found) return found;
  throw new KeywayError(
    'CipherTrustCertificateUnknown',
    `CipherTrust at ${cipherTrust.host} has no certificate ${name} of ${organization.name} (${organization.orgId}).`,
    {
      actions: [
        'If the org has it, run keyway cckm certificates --synchronize.',
        'To see what the org has, run keyway certificate list.',
      ],
    },
  );
}

async function namedCredentialId(
  { cipherTrust }: CipherTrustSession,
  organization: CckmOrganization,
  name: string,
): Promise<string> {
  const all = await listNamedCredentials(cipherTrust, organization);
  const found =
    all.find(({ id, developerName }) => id === name || developerName === name) ??
    all.find(({ label }) => label === name);
  if (found) return found.id;
  const known = all.map(({ developerName, label }) => developerName ?? label).join(', ');
  throw new KeywayError(
    'NamedCredentialUnknown',
    `CipherTrust at ${cipherTrust.host} sees no named credential ${name} in ${organization.name}.`,
    { actions: [known === '' ? 'It sees none. Deploy the named credential first.' : `It sees: ${known}.`] },
  );
}

/** A second run wouldn't recognise a key that CipherTrust knows by another name. */
function remarksOn({ sourceKey }: CckmKey, upload: AnyUpload): readonly string[] {
  if (sourceKey === undefined || [sourceKey.id, sourceKey.name].includes(upload.sourceKey)) return [];
  return [
    `CipherTrust knows ${upload.sourceKey} as ${sourceKey.id} (${sourceKey.name}). Use that id or name, so that a second run finds the key.`,
  ];
}
