import { KeywayError } from '../errors/index.ts';

/*
 * The rule for a key identifier (Object Reference, TenantSecret, RemoteKeyIdentifier). Salesforce appends the identifier
 * to the URL of the named credential, and the key service repeats it as `kid`.
 */

/** Salesforce documents the characters but not the length. keyway assumes the maximum of a text field. */
export const maxKeyIdentifierLength = 255;

export const keyIdentifierPattern = /^[A-Za-z0-9._-]+$/;

/** Describes a wrong identifier, as the end of a sentence; undefined if it is valid. */
export function keyIdentifierProblem(text: string): string | undefined {
  if (!keyIdentifierPattern.test(text))
    return 'is not a key identifier: use letters, digits, dots, hyphens and underscores';
  if (/^\.{1,2}$/.test(text)) return 'is a step in a URL path, not a key identifier; choose another';
  if (text.length > maxKeyIdentifierLength)
    return `has ${text.length} characters; a key identifier has at most ${maxKeyIdentifierLength}`;
  return undefined;
}

/** @throws KeywayError `KeyIdentifierWrong` */
export function requireKeyIdentifier(text: string): void {
  const problem = keyIdentifierProblem(text);
  if (problem === undefined) return;
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  throw new KeywayError('KeyIdentifierWrong', `${shown} ${problem}.`, { actions: ['Nothing was changed.'] });
}
