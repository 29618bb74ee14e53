import { ConnectFailure, type ConnectMethod } from '../apex/index.ts';
import { ApiError, notEmulated } from '../api-error.ts';
import type { Caller, Org } from '../org.ts';
import { requireAccess } from '../server/sessions.ts';
import type { Transaction } from '../store/database.ts';
import {
  createCredential,
  readCredential,
  removeCredential,
  replaceCredential,
  updateCredential,
} from './credential.ts';
import { externalCredentialResource } from './external-credentials.ts';
import { namedCredentialResource } from './named-credential-setup.ts';
import type { ConnectCall, ConnectInput } from './resource.ts';

/**
 * The methods of `ConnectApi.NamedCredentials` in Apex: the calls of Connect REST, with the same permissions.
 * Throws a ConnectFailure.
 */
export const connectCalls = (org: Org, tx: Transaction, caller: Caller, version: number) => {
  const call: ConnectCall = {
    userId: String(caller.user.Id),
    version,
    base: `/services/data/v${version}.0`,
  };
  return (method: ConnectMethod, args: readonly unknown[]): unknown => {
    try {
      requireAccess(tx, caller, 'credentials');
      return methods(org, tx, call)[method](...(args as never[]));
    } catch (error) {
      throw error instanceof ApiError ? failureOf(error) : error;
    }
  };
};

type Principal = readonly [externalCredential: string, principalName: string | null, principalType: string];

const methods = (
  org: Org,
  tx: Transaction,
  call: ConnectCall,
): Readonly<Record<ConnectMethod, (...args: never[]) => unknown>> => {
  const external = externalCredentialResource(org);
  const named = namedCredentialResource(org);
  return {
    createCredential: (input: ConnectInput) => createCredential(tx, call, input),
    createExternalCredential: (input: ConnectInput) => external.create(tx, call, input),
    createNamedCredential: (input: ConnectInput) => named.create(tx, call, input),
    deleteCredential: (name: string, principal: string | null, type: string, only?: readonly string[]) =>
      removeCredential(tx, call, referenceOf(name, principal, type), only ?? undefined),
    deleteExternalCredential: (name: string) => {
      requireVersion(call, 66, 'deleteExternalCredential');
      external.remove(tx, call, name);
    },
    deleteNamedCredential: (name: string) => {
      requireVersion(call, 66, 'deleteNamedCredential');
      named.remove(tx, call, name);
    },
    getCredential: (...of: Principal) => readCredential(tx, call, referenceOf(...of)),
    getExternalCredential: (name: string) => external.read(tx, call, name),
    getExternalCredentials: () => external.list(tx, call),
    getNamedCredential: (name: string) => named.read(tx, call, name),
    getNamedCredentials: () => named.list(tx, call),
    patchCredential: (input: ConnectInput) => updateCredential(tx, call, input),
    updateCredential: (input: ConnectInput) => replaceCredential(tx, call, input),
    updateExternalCredential: (name: string, input: ConnectInput) => external.replace(tx, call, name, input),
    updateNamedCredential: (name: string, input: ConnectInput) => named.replace(tx, call, name, input),
  };
};

const referenceOf = (...[externalCredential, principalName, principalType]: Principal) => ({
  externalCredential,
  principalName,
  principalType,
});

/** In an API version without the method, a real org doesn't compile the block. */
const requireVersion = ({ version }: ConnectCall, since: number, method: string): void => {
  if (version < since) throw notEmulated(`${method} before API version ${since}.0`);
};

/** Apex Reference Guide, "ConnectApi Exceptions". */
const failureOf = ({ status, message }: ApiError): ConnectFailure => {
  if (status === 501)
    return new ConnectFailure('notEmulated', message.replace(/^\[local org\] | is not emulated$/g, ''));
  return new ConnectFailure(status === 404 ? 'NotFoundException' : 'ConnectApiException', message);
};
