import { createHash } from 'node:crypto';
import { KeywayError } from '../errors/index.ts';

/*
 * The outside of keyway's export file: a JWE in its flattened JSON form (RFC 7516, section 7.2.2), so that any JOSE
 * program opens it, with a line for people and a checksum, both of which that standard has programs pass over.
 */

/** As in a flattened JWE; all base64url. */
export interface SealedParts {
  readonly protected: string;
  readonly encrypted_key: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** The header's first parameter, so that its base64url begins alike in every file. */
export const exportMediaType = 'keyway-tenant-secret-export';

const title = 'Tenant secret exported by keyway';
const beginningOfHeader = Buffer.from(`{"typ":"${exportMediaType}"`).toString('base64url').slice(0, -2);
const partNames = ['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag'] as const;

/** The file's text; the same for the same parts. */
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
 * Takes a file apart. Every byte of it counts, but for line ends, which mail and git change: what is not exactly as
 * keyway writes it is no longer what keyway wrote.
 *
 * Throws a KeywayError: ExportUnreadable for what is no file of ours, ExportTampered for one of ours that has changed.
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
    // what parsing says of a file that was changed helps nobody
  }
  throw exportTampered();
}

/** The protected header: any JSON, as far as is known here. */
export function headerOf(parts: SealedParts): unknown {
  return JSON.parse(Buffer.from(parts.protected, 'base64url').toString('utf8'));
}

export function exportUnreadable(
  why = 'This is not a file that a tenant secret was exported to.',
  action = 'Give the file that keyway key export wrote, or the one that Setup exported, under the name it had.',
): KeywayError {
  return new KeywayError('ExportUnreadable', why, { actions: [action] });
}

export function exportTampered(): KeywayError {
  return new KeywayError(
    'ExportTampered',
    'The export file is not as keyway wrote it: it was changed, or is incomplete.',
    { actions: ['Take another copy of the file. Nothing of this one was used.'] },
  );
}

/** Base64url whose unused bits are zero: others would be a second way to write the same bytes. */
function isCanonical(part: unknown): boolean {
  return typeof part === 'string' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

/** Against accidents, and to tell them from a wrong passphrase; against intent stands the JWE's own authentication. */
function checksum(parts: SealedParts): string {
  const compact = partNames.map((name) => parts[name]).join('.');
  return createHash('sha256').update(compact).digest('hex');
}
