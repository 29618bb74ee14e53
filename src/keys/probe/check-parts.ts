import { unconfirmedStatus } from '../uncertain.ts';
import { failed, passed } from './findings.ts';
import type { ProbeCheck } from './types.ts';

/** The parts of a compact JWE (RFC 7516, section 7.1). */
export interface JweParts {
  /** As it was sent, because it is authenticated with the content. */
  readonly header: string;
  readonly encryptedKey: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

const names = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

/** Five parts in base64url without padding. */
export function checkParts(jwe: string): { readonly check: ProbeCheck; readonly parts?: JweParts } {
  const fails = (message: string) => ({ check: failed('jwe-parts', unconfirmedStatus.jwe, message) });
  const written = jwe.split('.');
  if (written.length !== 5) {
    const parts = written.length === 1 ? '1 part' : `${written.length} parts`;
    return fails(`the JWE has ${parts}, not 5`);
  }
  for (const [index, part] of written.entries()) {
    const problem = problemOf(part);
    if (problem !== undefined) return fails(`the ${names[index]} ${problem}`);
  }
  const [header = '', ...others] = written;
  const [encryptedKey, iv, ciphertext, tag] = others.map((part) => Buffer.from(part, 'base64url'));
  const check = passed('jwe-parts', '5 parts in base64url');
  return { check, parts: { header, encryptedKey, iv, ciphertext, tag } as JweParts };
}

function problemOf(part: string): string | undefined {
  if (part === '') return 'is empty';
  if (/^[A-Za-z0-9_-]+$/.test(part))
    return part.length % 4 === 1 ? 'is cut off: base64url never has this length' : undefined;
  if (/^[A-Za-z0-9_-]+=+$/.test(part)) return 'is padded with =, but a JWE has base64url without padding';
  if (/^[A-Za-z0-9+/_-]+=*$/.test(part))
    return 'is base64 with + and /, but a JWE has base64url with - and _';
  return "isn't base64url";
}
