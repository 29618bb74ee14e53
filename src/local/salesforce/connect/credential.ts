import type { Context, Hono } from 'hono';
import type { Org } from '../org.ts';
import type { RestRequest } from '../rest/context.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import type { Transaction, View } from '../store/database.ts';
import { CUSTOM_MAY_BE_EMPTY } from '../uncertain.ts';
import { type CredentialValueInput, newValues } from './credential-values.ts';
import { type FoundPrincipal, findPrincipalOf, type PrincipalReference } from './find-principal.ts';
import { checkInput, type Fields } from './input.ts';
import { CONNECT_PRINCIPAL_TYPES, CONNECT_PROTOCOLS, CONNECT_VARIANTS, isBrowserFlow } from './protocols.ts';
import { absent, duplicate, refused } from './refusals.ts';
import { connectRequest } from './request.ts';
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

/** Requests a token for a principal with its stored values. Throws an ApiError. */
export type Refresh = (found: FoundPrincipal, userId: string) => Promise<void>;

/** `…/named-credentials/credential` (Connect REST API Developer Guide, Credential). */
export const credentialRoutes = (app: Hono, org: Org, refresh: Refresh): void => {
  const resource = '/services/data/:version/named-credentials/credential';
  /** Some clients append a slash. */
  const paths = [resource, `${resource}/`];

  const write = (since: number, status: number, change: Change) => async (c: Context) => {
    const request = connectRequest(org, c, since);
    const input = await readInput(c, request);
    const answer = await org.database.transaction((tx) => {
      const found = findPrincipalOf(tx, input);
      checkProtocol(input, found);
      const before = storedCredential(tx, found.principal, request.userId)?.credentials ?? {};
      storeCredential(tx, found.principal, request.userId, change(found, before, input));
      return representation(tx, found, request.userId);
    });
    return json(c, answer, status);
  };

  const create = write(58, 201, (found, before, { credentials }) => {
    if (Object.keys(before).length > 0) throw duplicate(`a credential of ${nameOf(found)}`);
    const values = newValues(credentials, found, {});
    return CUSTOM_MAY_BE_EMPTY && found.protocol === 'Custom' ? values : given(values);
  });

  const refreshStored = async (c: Context): Promise<Response> => {
    const request = connectRequest(org, c);
    const input = await readInput(c, request);
    const found = findPrincipalOf(org.database.view, input);
    checkProtocol(input, found);
    await refresh(found, request.userId);
    return json(c, representation(org.database.view, found, request.userId), 201);
  };

  app.on('GET', paths, (c) => {
    const { userId } = connectRequest(org, c);
    const { view } = org.database;
    return json(c, representation(view, findPrincipalOf(view, c.req.query()), userId));
  });

  app.on('POST', paths, (c) => {
    const action = c.req.query('action');
    if (action !== undefined && action !== 'Refresh') throw refused('the action is not Refresh');
    return action === 'Refresh' ? refreshStored(c) : create(c);
  });

  app.on(
    'PUT',
    paths,
    write(58, 200, (found, before, { credentials }) => {
      requireStored(found, before);
      return given(newValues(credentials, found, before));
    }),
  );

  app.on(
    'PATCH',
    paths,
    write(59, 200, (found, before, { credentials }) => {
      if (found.protocol !== 'Custom') throw refused('PATCH is for the protocol Custom only');
      requireStored(found, before);
      return { ...before, ...given(newValues(credentials, found, before)) };
    }),
  );

  app.on('DELETE', paths, async (c) => {
    const { userId, version } = connectRequest(org, c);
    const names = c.req.queries('authenticationParameters')?.flatMap((list) => list.split(','));
    if (names !== undefined && version < 59)
      throw refused('authenticationParameters came with API version 59.0');
    await org.database.transaction((tx) => remove(tx, findPrincipalOf(tx, c.req.query()), userId, names));
    return c.body(null, 204);
  });
};

const readInput = async (c: Context, request: RestRequest): Promise<CredentialInput> => {
  const body = await readJson(c);
  checkInput(body, CREDENTIAL_INPUT, request.version);
  return body as unknown as CredentialInput;
};

/** "If specified, the authentication protocol variant must match the actual protocol variant of the external credential." */
const checkProtocol = (input: CredentialInput, { component, protocol, variant }: FoundPrincipal): void => {
  if (input.authenticationProtocol !== protocol)
    throw refused(`the authentication protocol of ${component.fullName} is ${protocol}`);
  const given = input.authenticationProtocolVariant ?? undefined;
  if (given !== undefined && given !== variant)
    throw refused(`the authentication protocol variant of ${component.fullName} is ${variant ?? 'none'}`);
};

const given = (values: CredentialValues): CredentialValues => {
  if (Object.keys(values).length === 0) throw refused('credentials is empty');
  return values;
};

const requireStored = (found: FoundPrincipal, before: CredentialValues): void => {
  if (Object.keys(before).length === 0) throw absent(`a credential of ${nameOf(found)}`);
};

/** "List of authentication parameters only for custom protocols … If unspecified, all credentials are deleted." */
const remove = (
  tx: Transaction,
  found: FoundPrincipal,
  userId: string,
  names: readonly string[] | undefined,
): void => {
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
const representation = (view: View, found: FoundPrincipal, userId: string): object => {
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
