import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { KeywayError } from '../../errors/index.ts';
import type { OaepDigest } from '../../keys/byok.ts';
import { readKeyMaterial } from '../../keys/key-input.ts';
import { generateKey, withKeyMaterial } from '../../keys/key-material.ts';
import { keyRisks } from '../../keys/life-cycle.ts';
import { rootKeyTypes } from '../../keys/tenant-secret.ts';
import { defaultOaepDigest } from '../../keys/uncertain.ts';
import { insertOnce } from '../../kinds/cache-only-key/insert-once.ts';
import type { NewTenantSecret } from '../../salesforce/index.ts';
import { type BackupTo, prepareBackup } from './backup.ts';
import { type KeyFacts, type MadeKey, readNewKey } from './key-facts.ts';
import { nameOfKey, requireDue, requireType } from './key-name.ts';
import { approveKeyChange, type KeyChangeOptions, type KeySession, withKeySession } from './key-session.ts';
import { requireKeySetting } from './key-setting.ts';
import { requireUsableCertificate } from './require-certificate.ts';
import { type ReadMaterial, type WrappedMaterial, wrapKey } from './wrap.ts';

/** The key material to upload. */
export type UploadedMaterial =
  /** 32 bytes, hexadecimal or base64. Wiped after reading. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** keyway generates it, so that only the org has it. */
  | { readonly kind: 'generate' }
  | WrappedMaterial;

export interface UploadInput {
  readonly material: UploadedMaterial;
  /** Developer name of the certificate that the key is wrapped for. */
  readonly certificate: string;
  /** The digest of RSA-OAEP; default sha1. */
  readonly digest?: OaepDigest | undefined;
  /** The org uses the key directly, without deriving another key from it. */
  readonly noDerivation?: boolean | undefined;
  readonly description?: string | undefined;
  /** Writes a sealed backup after the upload. */
  readonly backup?: BackupTo | undefined;
}

export interface KeyUploadOptions extends KeyChangeOptions, UploadInput {
  readonly type: string;
}

export interface UploadedKey extends MadeKey {
  readonly certificate: string;
  readonly certificateSha256: string;
  readonly digest: OaepDigest | null;
  readonly derivation: 'PBKDF2' | 'NONE';
  /** The file that the backup was written to. */
  readonly backup: string | null;
  readonly remarks: readonly string[];
}

/** Uploads your own key (BYOK), wrapped for a certificate of the org. Wipes the given bytes. */
export async function keyUpload(options: KeyUploadOptions): Promise<OrgSummary & UploadedKey & Remarks> {
  return withMaterial(options.material, (material) =>
    withKeySession(options, 'uploading keys', async (keys) => {
      const type = requireType(options.type, keys.secrets);
      return { ...describeOrg(keys.session), ...(await upload(keys, type, material, options, options)) };
    }),
  );
}

/** Reads key material before the org is asked, because 31 bytes are wrong in any org. Wipes it after use or refusal. */
export async function withMaterial<T>(
  material: UploadedMaterial,
  use: (material: ReadMaterial) => Promise<T>,
): Promise<T> {
  if (material.kind === 'wrapped') return use(material);
  const bytes = material.kind === 'generate' ? generateKey() : readKeyMaterial(material.bytes);
  return withKeyMaterial(bytes, use);
}

/** Uploads key material in an open session. */
export async function upload(
  keys: KeySession,
  type: string,
  material: ReadMaterial,
  input: UploadInput,
  options: KeyChangeOptions,
): Promise<UploadedKey> {
  const { org, session } = keys;
  const risks = keyRisks(keys.secrets, { type, source: 'UPLOADED' });
  requireDue(keys, type, options);
  const backup = input.backup && (await prepareBackup(input.backup, session.sources));
  if (input.noDerivation) await requireNoDerivation(keys, type);
  const { certificate, warnings } = await requireUsableCertificate(org, input.certificate);
  await approveKeyChange(session, type, risks, options);
  const digest = input.digest ?? defaultOaepDigest;
  const wrapped = wrapKey(type, material, certificate.publicKey, digest);
  const { description } = input;
  const fields: NewTenantSecret = {
    Type: type,
    ...(description === undefined ? {} : { Description: description }),
    ...wrapped,
    SecretValueCertificate: input.certificate,
    ...(input.noDerivation ? { Source: 'Uploaded', KeyDerivationMode: 'NONE' } : {}),
  };
  const id = await insertOnce(org, fields, keys.secrets);
  const made = await readNewKey(org, id, keys.secrets);
  return {
    ...made,
    certificate: input.certificate,
    certificateSha256: certificate.sha256,
    digest: Buffer.isBuffer(material) ? digest : null,
    derivation: input.noDerivation ? 'NONE' : 'PBKDF2',
    backup: backup ? await backUp(() => backup(org, made.key), made.key) : null,
    remarks: [...warnings, ...aboutCopies(input, made)],
  };
}

/**
 * A failed backup doesn't undo the upload.
 * @throws KeywayError `BackupFailed`
 */
async function backUp(backup: () => Promise<string>, key: KeyFacts): Promise<string> {
  try {
    return await backup();
  } catch (cause) {
    if (!(cause instanceof KeywayError)) throw cause;
    throw new KeywayError(
      'BackupFailed',
      `${nameOfKey(key)} was uploaded and is ${key.status}, but its backup failed: ${cause.message}`,
      {
        actions: [`Back it up now: keyway key export --type ${key.type} --version ${key.version} --out FILE`],
        cause,
        data: { key },
      },
    );
  }
}

async function requireNoDerivation({ session }: KeySession, type: string): Promise<void> {
  if (rootKeyTypes.includes(type))
    throw new KeywayError('UsageWrong', `${type} keys are root keys, which can't opt out of derivation.`, {
      actions: ['Nothing was changed. Leave out --no-derivation.'],
    });
  const what = 'Opting out of derivation';
  await requireKeySetting(session.org, 'canOptOutOfDerivationWithBYOK', what);
}

function aboutCopies({ material, backup }: UploadInput, { key }: MadeKey): readonly string[] {
  if (material.kind !== 'generate' || backup !== undefined) return [];
  return [
    `Only this org has the generated key. Keep a backup: keyway key export --type ${key.type} --version ${key.version} --out FILE`,
  ];
}
