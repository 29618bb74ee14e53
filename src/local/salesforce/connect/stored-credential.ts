import { isOtherwise } from '../assumptions.ts';
import { secretKey } from '../metadata/principals.ts';
import type { StoredPrincipal, StoredSecret, StoredSecretValue } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { CUSTOM_STATUS, NO_AUTHENTICATION_STATUS, NOTHING_NEEDED_STATUS } from '../uncertain.ts';
import { allowedCredentials, isBrowserFlow, type PrincipalKind } from './protocols.ts';

export type CredentialValues = Readonly<Record<string, StoredSecretValue>>;

/** What is stored for a principal: one credential for all users, or one for each user of a per-user principal. */
export const storedCredential = (
  view: View,
  principal: StoredPrincipal,
  userId: string,
): StoredSecret | undefined => view.get('secret', keyOf(principal, userId));

/** Stores exactly these values; an empty map deletes the credential. */
export const storeCredential = (
  tx: Transaction,
  principal: StoredPrincipal,
  userId: string,
  credentials: CredentialValues,
): void => {
  const key = keyOf(principal, userId);
  const whose = principal.type === 'PerUserPrincipal' ? { userId } : {};
  if (Object.keys(credentials).length === 0) tx.remove('secret', key);
  else tx.put('secret', key, { principalId: principal.id, ...whose, credentials });
};

const keyOf = (principal: StoredPrincipal, userId: string): string =>
  secretKey(principal.id, principal.type === 'PerUserPrincipal' ? userId : undefined);

/** "Configured", "NotConfigured", or "Unknown" for Custom (Connect REST API Developer Guide, External Credential Principal). */
export const authenticationStatus = (
  view: View,
  kind: PrincipalKind,
  stored: StoredSecret | undefined,
): string => {
  const status = documentedStatus(kind, stored);
  return status === 'Configured' && isOtherwise(view, 'otherCredentialStatus') ? 'Authenticated' : status;
};

const documentedStatus = (kind: PrincipalKind, stored: StoredSecret | undefined): string => {
  const allowed = allowedCredentials(kind);
  if (kind.variant === 'NoAuthentication') return NO_AUTHENTICATION_STATUS;
  if (allowed === 'any') return CUSTOM_STATUS;
  if (isBrowserFlow(kind)) return stored ? 'Configured' : 'NotConfigured';
  const needed = Object.keys(allowed);
  if (needed.length === 0) return NOTHING_NEEDED_STATUS;
  return needed.every((name) => stored?.credentials[name] !== undefined) ? 'Configured' : 'NotConfigured';
};
