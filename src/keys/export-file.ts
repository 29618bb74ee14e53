import { randomBytes } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';
import {
  exportMediaType,
  exportTampered,
  exportUnreadable,
  headerOf,
  readEnvelope,
  type SealedParts,
  writeEnvelope,
} from './export-envelope.ts';
import {
  maxIterations,
  newPassphrase,
  opensContentKey,
  passphraseAlgorithm,
  passphraseBytes,
  passphraseIterations,
  passphraseWrong,
} from './export-passphrase.ts';
import { openingKey, recipientAlgorithms, recipientOf, thumbprint } from './export-recipient.ts';
import { isBase64, isDescription, type TenantSecretExport } from './tenant-secret-export.ts';

export { readSetupExport } from './setup-export.ts';
export type { TenantSecretExport };

/** A file's description of itself. It is well-formed, but only opening the file proves it. */
export interface ExportDescription extends Omit<TenantSecretExport, 'secretValue'> {
  readonly opensWith: 'passphrase' | 'privateKey';
}

export type ExportSeal =
  | {
      readonly passphrase: string;
      /** Iterations of PBKDF2; default: keyway's own number. Tests use few. */
      readonly iterations?: number;
    }
  | { readonly publicKeyPem: string };

export interface ExportOpener {
  readonly passphrase?: string | undefined;
  readonly privateKeyPem?: string | undefined;
  /** Decrypts the private key, if that is encrypted. */
  readonly privateKeyPassphrase?: string | undefined;
}

const format = 1;
const enc = 'A256GCM';

/**
 * Seals a secret in a file that only the passphrase, or the private key for the public key, can open. Org, type and
 * version are readable and bound to the content, so that changes are detected. With a public key, nothing proves
 * who sealed the file, only that nobody has changed it since.
 *
 * Throws a KeywayError: PassphraseTooShort, ExportKeyUnfit, SecretValueUnknown.
 */
export async function sealExport(export_: TenantSecretExport, to: ExportSeal): Promise<string> {
  const { secretValue, orgId, type, version, tenantSecretId, exportedAt } = export_;
  const about = { format, orgId, type, version, ...(tenantSecretId ? { tenantSecretId } : {}), exportedAt };
  if (!isDescription(about) || !isBase64(secretValue))
    throw new KeywayError('SecretValueUnknown', 'The org gave no value of the tenant secret to export.', {
      actions: ['Check in Setup, under Key Management, whether it can be exported.'],
    });
  const { algorithm, key, kid, iterations } =
    'passphrase' in to
      ? {
          algorithm: passphraseAlgorithm,
          key: newPassphrase(to.passphrase),
          kid: undefined,
          iterations: to.iterations ?? passphraseIterations,
        }
      : { ...(await recipientOf(to.publicKeyPem)), iterations: undefined };
  // Generated here instead of by jose, so that it can be wiped.
  const contentKey = randomBytes(32);
  try {
    const { FlattenedEncrypt } = await import('jose');
    const jwe = new FlattenedEncrypt(secretValue)
      .setProtectedHeader({
        typ: exportMediaType,
        alg: algorithm,
        enc,
        ...(kid === undefined ? {} : { kid }),
        export: about,
      })
      .setContentEncryptionKey(contentKey);
    if (iterations !== undefined) jwe.setKeyManagementParameters({ p2c: iterations, p2s: randomBytes(16) });
    return writeEnvelope((await jwe.encrypt(key)) as SealedParts);
  } finally {
    contentKey.fill(0);
    if (Buffer.isBuffer(key)) key.fill(0);
  }
}

/**
 * Describes a file and what opens it, without opening it.
 *
 * Throws a KeywayError: ExportUnreadable, ExportTampered.
 */
export function describeExport(text: string): ExportDescription {
  return read(text).description;
}

/**
 * Opens a file that `sealExport` made.
 *
 * Throws a KeywayError: ExportUnreadable, ExportTampered, PassphraseWrong, PrivateKeyWrong, PrivateKeyUnreadable,
 * ExportKeyMissing.
 */
export async function openExport(text: string, from: ExportOpener): Promise<TenantSecretExport> {
  const { parts, header, description } = read(text);
  const { opensWith, ...about } = description;
  const secretValue =
    opensWith === 'passphrase'
      ? await openByPassphrase(parts, header, from.passphrase)
      : await openByPrivateKey(parts, header, from);
  if (!isBase64(secretValue)) {
    secretValue.fill(0);
    throw exportTampered();
  }
  return { ...about, secretValue };
}

type Header = Readonly<Record<string, unknown>>;

interface ReadExport {
  readonly parts: SealedParts;
  readonly header: Header;
  readonly description: ExportDescription;
}

function read(text: string): ReadExport {
  const parts = readEnvelope(text);
  const header = headerOf(parts) as Header;
  const { format: itsFormat, ...about } = header.export as Header;
  const byPassphrase = header.alg === passphraseAlgorithm;
  const byKey = recipientAlgorithms.some((name) => name === header.alg);
  if (itsFormat !== format || header.enc !== enc || !(byPassphrase || byKey) || !isDescription(about))
    throw exportUnreadable(
      "This version of keyway doesn't know the format of the export file.",
      'Update keyway, because a newer version may have written it.',
    );
  return { parts, header, description: { ...about, opensWith: byPassphrase ? 'passphrase' : 'privateKey' } };
}

async function openByPassphrase(parts: SealedParts, header: Header, passphrase?: string): Promise<Buffer> {
  if (passphrase === undefined) throw keyMissing('its passphrase');
  const { p2s, p2c } = header;
  if (typeof p2s !== 'string' || typeof p2c !== 'number' || p2c > maxIterations) throw exportTampered();
  const bytes = passphraseBytes(passphrase);
  try {
    const opened = await decrypt(parts, bytes);
    if (opened !== undefined) return opened;
    if (await opensContentKey(bytes, { p2s, p2c }, parts.encrypted_key)) throw exportTampered();
    throw passphraseWrong();
  } finally {
    bytes.fill(0);
  }
}

async function openByPrivateKey(parts: SealedParts, header: Header, from: ExportOpener): Promise<Buffer> {
  if (from.privateKeyPem === undefined) throw keyMissing('a private key');
  const key = openingKey(from.privateKeyPem, from.privateKeyPassphrase);
  if ((await thumbprint(key)) !== header.kid)
    throw new KeywayError('PrivateKeyWrong', 'The export file was sealed for another private key.', {
      actions: ['Use the private key for the public key that the file was sealed with.'],
    });
  const opened = await decrypt(parts, key);
  if (opened === undefined) throw exportTampered();
  return opened;
}

/** Undefined if jose can't open it, for any reason. */
async function decrypt(
  parts: SealedParts,
  key: Parameters<typeof import('jose').flattenedDecrypt>[1],
): Promise<Buffer | undefined> {
  const { errors, flattenedDecrypt } = await import('jose');
  try {
    const { plaintext } = await flattenedDecrypt({ ...parts }, key, {
      keyManagementAlgorithms: [passphraseAlgorithm, ...recipientAlgorithms],
      contentEncryptionAlgorithms: [enc],
      maxPBES2Count: maxIterations,
      maxDecompressedLength: 0,
    });
    return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

function keyMissing(key: string): KeywayError {
  return new KeywayError('ExportKeyMissing', `To open the export file, keyway needs ${key}.`, {
    actions: [`Give ${key}.`],
  });
}
