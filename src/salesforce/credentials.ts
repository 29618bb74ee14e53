import type { Org } from './connect.ts';
import { type ConnectProtocol, type PrincipalKey, principalQuery } from './connect-names.ts';
import { errorCodeOf, httpStatusOf } from './errors.ts';
import { rest } from './rest.ts';

/** An org reports `Unknown` for Custom credentials. The list is documented; an org may have other words. */
export type AuthenticationStatus = 'Configured' | 'NotConfigured' | 'Unknown' | (string & {});

export interface CredentialValue {
  /** Only set if it isn't encrypted. */
  readonly value?: string;
  readonly encrypted?: boolean;
  /** Increases whenever another value is stored. */
  readonly revision?: number;
}

/** What an org shows of a principal's credential; never an encrypted value. */
export interface CredentialAnswer {
  readonly authenticationStatus: AuthenticationStatus;
  readonly credentials: Readonly<Record<string, CredentialValue>>;
}

/** A credential to write. The values stay in memory only during the request. */
export interface CredentialInput extends PrincipalKey {
  readonly authenticationProtocol: ConnectProtocol;
  readonly authenticationProtocolVariant?: string | undefined;
  readonly credentials: Readonly<Record<string, { readonly value: string; readonly encrypted: boolean }>>;
}

const resource = '/named-credentials/credential';

/**
 * Reads the credential of a principal; undefined if there is none (Connect REST API Developer Guide, Credential: an
 * org answers 404 or NotConfigured).
 */
export async function readCredential(org: Org, key: PrincipalKey): Promise<CredentialAnswer | undefined> {
  try {
    const answer = await rest<Partial<CredentialAnswer>>(org.connection, {
      path: `${resource}?${principalQuery(key)}`,
      what: `reading the credential of ${nameOf(key)}`,
      answer: ({ credential }) => credential,
    });
    const { authenticationStatus = 'NotConfigured', credentials = {} } = answer;
    return { authenticationStatus, credentials };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Stores a first credential. Fails if one exists. */
export function createCredential(org: Org, input: CredentialInput): Promise<CredentialAnswer> {
  return write(org, 'POST', input);
}

/** Replaces a credential as a whole. A value that is left out is deleted. */
export function replaceCredential(org: Org, input: CredentialInput): Promise<CredentialAnswer> {
  return write(org, 'PUT', input);
}

/** Writes some values of a Custom credential and keeps the others. */
export function mergeCredential(org: Org, input: CredentialInput): Promise<CredentialAnswer> {
  return write(org, 'PATCH', input);
}

/** Deletes what is stored for a principal. The principal stays. */
export async function deleteCredential(org: Org, key: PrincipalKey): Promise<void> {
  await rest(org.connection, {
    method: 'DELETE',
    path: `${resource}?${principalQuery(key)}`,
    what: `deleting the credential of ${nameOf(key)}`,
  });
}

/** Asks the org to request a new token with the stored credential (OAuth and Roles Anywhere; 58.0 and later). */
export function refreshCredential(
  org: Org,
  input: Omit<CredentialInput, 'credentials'>,
): Promise<CredentialAnswer> {
  return rest(org.connection, {
    method: 'POST',
    path: `${resource}?action=Refresh`,
    json: body({ ...input, credentials: {} }),
    what: `refreshing the credential of ${nameOf(input)}`,
    answer: ({ credential }) => credential,
  });
}

/** Returns the URL where a person authorizes a browser flow. */
export async function authorizationUrl(org: Org, key: PrincipalKey, returnUrl?: string): Promise<string> {
  const { externalCredential, principalType, principalName } = key;
  const named = principalType === 'NamedPrincipal' ? { principalName } : {};
  const answer = await rest<{ authenticationUrl: string }>(org.connection, {
    method: 'POST',
    path: `${resource}/auth-url/o-auth`,
    json: { externalCredential, principalType, ...named, ...(returnUrl === undefined ? {} : { returnUrl }) },
    what: `asking where to authorise ${nameOf(key)}`,
    answer: ({ authentication }) => authentication,
  });
  return answer.authenticationUrl;
}

function write(
  org: Org,
  method: 'POST' | 'PUT' | 'PATCH',
  input: CredentialInput,
): Promise<CredentialAnswer> {
  return rest(org.connection, {
    method,
    path: resource,
    json: body(input),
    what: `storing the credential of ${nameOf(input)}`,
    answer: ({ credential }) => credential,
  });
}

function body({
  principalType,
  principalName,
  authenticationProtocolVariant: variant,
  ...input
}: CredentialInput) {
  return {
    ...input,
    principalType,
    ...(principalType === 'NamedPrincipal' ? { principalName } : {}),
    ...(variant === undefined ? {} : { authenticationProtocolVariant: variant }),
  };
}

export function nameOf({ externalCredential, principalName }: PrincipalKey): string {
  return `${externalCredential}-${principalName}`;
}

function isAbsent(error: unknown): boolean {
  return httpStatusOf(error) === 404 || errorCodeOf(error) === 'NOT_FOUND';
}
