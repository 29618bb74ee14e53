import {
  ENCRYPTED_BY_DEFAULT,
  MAX_CREDENTIAL_VALUE,
  PROTOCOL_DECIDES_ENCRYPTION,
  REVISION_MUST_MATCH,
} from '../uncertain.ts';
import { allowedCredentials, type PrincipalKind } from './protocols.ts';
import { refused } from './refusals.ts';
import type { CredentialValues } from './stored-credential.ts';

/** A value of `credentials` in a request (Connect REST API Developer Guide, Credential Value Input). */
export interface CredentialValueInput {
  readonly value?: string | null;
  readonly encrypted?: boolean | null;
  readonly revision?: number | null;
}

/**
 * Checks a request's values for a principal, and converts them to stored values. Throws an ApiError that contains
 * no value.
 */
export const newValues = (
  input: Readonly<Record<string, CredentialValueInput>>,
  kind: PrincipalKind,
  before: CredentialValues,
): CredentialValues => {
  const allowed = allowedCredentials(kind);
  const entries = Object.entries(input).map(([name, { value, encrypted, revision }]) => {
    const rule = allowed === 'any' ? undefined : Object.hasOwn(allowed, name) ? allowed[name] : null;
    if (rule === null) throw notAllowed(name, kind, Object.keys(allowed));
    if (name === '') throw refused('a credential has no name');
    if (typeof value !== 'string' || value === '')
      throw refused(`the credential ${quoted(name)} has no value`);
    checkText(name, value, rule !== undefined);
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    const current = known ? (known.revision ?? 1) : 0;
    if (REVISION_MUST_MATCH && typeof revision === 'number' && revision !== current)
      throw refused(`the credential ${quoted(name)} is at revision ${current}, not ${revision}`);
    const ruled = PROTOCOL_DECIDES_ENCRYPTION ? rule?.encrypted : undefined;
    const next = {
      value,
      encrypted: ruled ?? encrypted ?? ENCRYPTED_BY_DEFAULT,
      revision: known?.value === value ? current : current + 1,
    };
    return [name, next] as const;
  });
  return Object.fromEntries(entries);
};

/**
 * Basic (RFC 7617, section 2), OAuth client credentials (RFC 6749, appendix A) and AWS keys contain no control
 * characters. A Custom value may be anything, even a private key with many lines.
 */
const checkText = (name: string, value: string, plainText: boolean): void => {
  if (value.length > MAX_CREDENTIAL_VALUE)
    throw refused(
      `the value of the credential ${quoted(name)} is longer than ${MAX_CREDENTIAL_VALUE} characters`,
    );
  if (plainText && /[\u0000-\u001f\u007f]/.test(value))
    throw refused(
      `the value of the credential ${quoted(name)} has a line break or another control character`,
    );
};

const notAllowed = (name: string, kind: PrincipalKind, allowed: readonly string[]) => {
  const { protocol, variant, principalType } = kind;
  const what = `${protocol}${variant === undefined ? '' : ` ${variant}`}, ${principalType}`;
  const takes = allowed.length === 0 ? 'takes no credentials' : `takes ${allowed.join(', ')}`;
  return refused(`${quoted(name)} is no credential of ${what}, which ${takes}`);
};

/** The name of a credential may be a secret in the wrong place, so it is cut. */
const quoted = (name: string): string => JSON.stringify(name.slice(0, 40));
