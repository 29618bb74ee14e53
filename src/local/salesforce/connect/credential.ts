import type { Transaction, View } from '../store/database.ts';
import { CUSTOM_MAY_BE_EMPTY } from '../uncertain.ts';
import { type CredentialValueInput, newValues } from './credential-values.ts';
import { type FoundPrincipal, findPrincipalOf, type PrincipalReference } from './find-principal.ts';
import { checkInput, type Fields } from './input.ts';
import { CONNECT_PRINCIPAL_TYPES, CONNECT_PROTOCOLS, CONNECT_VARIANTS, isBrowserFlow } from './protocols.ts';
import { absent, duplicate, refused } from './refusals.ts';
import type { ConnectCall, ConnectInput } from './resource.ts';
import {
  authenticationStatus,
  type CredentialValues,
  storeCredential,
  storedCredential,
} from './stored-credential.ts';

/** Connect REST API Developer Guide, Credential Input. */
const CREDENTIAL_INPUT: Fields = {
  authenticationProtocol: { kind: { oneOf: CONNECT_PROTOCOLS }, required: true },
  authenticationProtocolVariant: { kind: { oneOf: CONNECT_VARIANTS } },
  credentials: {
    kind: {
      map: { encrypted: { kind: 'boolean' }, revision: { kind: 'integer' }, value: { kind: 'string' } },
    },
    required: true,
  },
  externalCredential: { kind: 'string', required: true },
  principalName: { kind: 'string' },
  principalType: { kind: { oneOf: CONNECT_PRINCIPAL_TYPES }, required: true },
};

interface CredentialInput extends PrincipalReference {
  readonly authenticationProtocol: string;
  readonly authenticationProtocolVariant?: string | null;
  readonly credentials: Readonly<Record<string, CredentialValueInput>>;
}

/** Combines the existing values with those of a write. */
type Change = (found: FoundPrincipal, before: CredentialValues, input: CredentialInput) => CredentialValues;

/** Reads what is stored for a principal. */
export const readCredential = (view: View, { userId }: ConnectCall, reference: PrincipalReference): object =>
  representation(view, findPrincipalOf(view, reference), userId);

/** A write with a request's body. Throws an ApiError. */
export type CredentialWrite = (tx: Transaction, call: ConnectCall, body: ConnectInput) => object;

const write =
  (change: Change): CredentialWrite =>
  (tx, { userId, version }, body) => {
    const input = checkCredential(body, version);
    const found = findCredentialPrincipal(tx, input);
    const before = storedCredential(tx, found.principal, userId)?.credentials ?? {};
    storeCredential(tx, found.principal, userId, change(found, before, input));
    return representation(tx, found, userId);
  };

export const createCredential = write((found, before, { credentials }) => {
  if (Object.keys(before).length > 0) throw duplicate(`a credential of ${nameOf(found)}`);
  const values = newValues(credentials, found, {});
  return CUSTOM_MAY_BE_EMPTY && found.protocol === 'Custom' ? values : requireValues(values);
});

export const replaceCredential = write((found, before, { credentials }) => {
  requireStored(found, before);
  return requireValues(newValues(credentials, found, before));
});

/** "PATCH is supported in version 59.0 and later only for custom protocols." */
export const updateCredential = write((found, before, { credentials }) => {
  if (found.protocol !== 'Custom') throw refused('PATCH is for the protocol Custom only');
  requireStored(found, before);
  return { ...before, ...requireValues(newValues(credentials, found, before)) };
});

export const checkCredential = (body: ConnectInput, version: number): CredentialInput => {
  checkInput(body, CREDENTIAL_INPUT, version);
  return body as unknown as CredentialInput;
};

/** The principal of an input with a matching protocol. */
export const findCredentialPrincipal = (view: View, input: CredentialInput): FoundPrincipal => {
  const found = findPrincipalOf(view, input);
  checkProtocol(input, found);
  return found;
};

/** "If specified, the authentication protocol variant must match the actual protocol variant of the external credential." */
const checkProtocol = (input: CredentialInput, { component, protocol, variant }: FoundPrincipal): void => {
  if (input.authenticationProtocol !== protocol)
    throw refused(`the authentication protocol of ${component.fullName} is ${protocol}`);
  const given = input.authenticationProtocolVariant ?? undefined;
  if (given !== undefined && given !== variant)
    throw refused(`the authentication protocol variant of ${component.fullName} is ${variant ?? 'none'}`);
};

const requireValues = (values: CredentialValues): CredentialValues => {
  if (Object.keys(values).length === 0) throw refused('credentials is empty');
  return values;
};

const requireStored = (found: FoundPrincipal, before: CredentialValues): void => {
  if (Object.keys(before).length === 0) throw absent(`a credential of ${nameOf(found)}`);
};

/** "List of authentication parameters only for custom protocols … If unspecified, all credentials are deleted." */
export const removeCredential = (
  tx: Transaction,
  { userId }: ConnectCall,
  reference: PrincipalReference,
  names: readonly string[] | undefined,
): void => {
  const found = findPrincipalOf(tx, reference);
  const before = storedCredential(tx, found.principal, userId)?.credentials ?? {};
  requireStored(found, before);
  if (names !== undefined && found.protocol !== 'Custom')
    throw refused('authenticationParameters are for the protocol Custom only');
  const unknown = names?.find((name) => !Object.hasOwn(before, name));
  if (unknown !== undefined)
    throw absent(`the authentication parameter ${JSON.stringify(unknown.slice(0, 40))}`);
  const left = Object.entries(before).filter(([name]) => names !== undefined && !names.includes(name));
  storeCredential(tx, found.principal, userId, Object.fromEntries(left));
};

/** Connect REST API Developer Guide, Credential. Of an encrypted value, the answer only shows that it exists. */
export const representation = (view: View, found: FoundPrincipal, userId: string): object => {
  const { component, principal, protocol, variant } = found;
  const stored = storedCredential(view, principal, userId);
  // Nobody can read or compare the result of a browser flow.
  const shown = isBrowserFlow(found) ? {} : (stored?.credentials ?? {});
  const credentials = Object.entries(shown).map(([name, { value, encrypted, revision }]) => [
    name,
    { encrypted, revision: revision ?? 1, ...(encrypted ? {} : { value }) },
  ]);
  return {
    authenticationProtocol: protocol,
    authenticationProtocolVariant: variant ?? null,
    authenticationStatus: authenticationStatus(view, found, stored),
    credentials: Object.fromEntries(credentials),
    externalCredential: component.fullName,
    principalName: principal.name,
    principalType: principal.type,
  };
};

const nameOf = ({ component, principal }: FoundPrincipal): string =>
  `${component.fullName}-${principal.name}`;
