import { createHash } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

/*
 * The outer format of an export file: a JWE in flattened JSON form (RFC 7516, section 7.2.2), so that any JOSE program
 * can open it. The line for people and the checksum are members that such programs ignore.
 */

/** The members of a flattened JWE, all base64url. */
export interface SealedParts {
  readonly protected: string;
  readonly encrypted_key: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** The first parameter of the header, so that every file begins with the same base64url. */
export const exportMediaType = 'keyway-tenant-secret-export';

const title = 'Tenant secret exported by keyway';
const beginningOfHeader = Buffer.from(`{"typ":"${exportMediaType}"`).toString('base64url').slice(0, -2);
const partNames = ['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag'] as const;

/** The file's text, which depends only on the parts. */
export function writeEnvelope(parts: SealedParts): string {
  const { alg, export: secret } = headerOf(parts) as {
    readonly alg: string;
    readonly export: { readonly orgId: string; readonly type: string; readonly version: number };
  };
  const key = alg.startsWith('PBES2') ? 'a passphrase' : 'a private key';
  const about = `${title}: ${secret.type}, version ${secret.version}, of org ${secret.orgId}; opened by ${key}`;
  const sealed = Object.fromEntries(partNames.map((name) => [name, parts[name]]));
  return `${JSON.stringify({ about, ...sealed, sha256: checksum(parts) }, null, 2)}\n`;
}

/**
 * Parses a file. Every byte counts except line endings, which mail and git change: any other difference from what keyway
 * writes means that the file was changed.
 *
 * Throws a KeywayError: ExportUnreadable if keyway didn't write the file, ExportTampered if it was changed since.
 */
export function readEnvelope(text: string): SealedParts {
  const file = `${text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/\n$/, '')}\n`;
  if (!file.includes(title) && !file.includes(beginningOfHeader)) throw exportUnreadable();
  try {
    const parts = JSON.parse(file) as SealedParts;
    if (partNames.every((name) => isCanonical(parts[name])) && writeEnvelope(parts) === file) return parts;
  } catch {
    // A parser's message about a changed file helps nobody.
  }
  throw exportTampered();
}

/** The protected header: any JSON. */
export function headerOf(parts: SealedParts): unknown {
  return JSON.parse(Buffer.from(parts.protected, 'base64url').toString('utf8'));
}

export function exportUnreadable(
  why = "This file isn't an export of a tenant secret.",
  action = 'Use a file that keyway key export wrote, or one that Setup exported, under its original name.',
): KeywayError {
  return new KeywayError('ExportUnreadable', why, { actions: [action] });
}

export function exportTampered(): KeywayError {
  return new KeywayError(
    'ExportTampered',
    'The export file was changed after keyway wrote it, or is incomplete.',
    { actions: ['Use another copy of the file. keyway used nothing of this one.'] },
  );
}

/** Base64url with zero as its unused bits; otherwise the same bytes could be written in two ways. */
function isCanonical(part: unknown): boolean {
  return typeof part === 'string' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

/**
 * Detects accidental changes and distinguishes them from a wrong passphrase. The JWE's own authentication detects
 * deliberate ones.
 */
function checksum(parts: SealedParts): string {
  const compact = partNames.map((name) => parts[name]).join('.');
  return createHash('sha256').update(compact).digest('hex');
}
