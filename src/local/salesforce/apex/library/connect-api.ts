import { connectJson, connectValue, propertyType } from '../connect-api/object.ts';
import { notEmulatedHere, raise } from '../exception.ts';
import { ConnectFailure } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { ApexValue } from '../values.ts';
import type { Library, Native } from './signature.ts';

/**
 * Apex Reference Guide, "NamedCredentials Class". Doesn't include refreshing a credential and external auth
 * identity providers.
 */
const signatures = [
  'createCredential(ConnectApi.CredentialInput): ConnectApi.Credential',
  'createExternalCredential(ConnectApi.ExternalCredentialInput): ConnectApi.ExternalCredential',
  'createNamedCredential(ConnectApi.NamedCredentialInput): ConnectApi.NamedCredential',
  'deleteCredential(String, String?, ConnectApi.CredentialPrincipalType): void',
  'deleteCredential(String, String?, ConnectApi.CredentialPrincipalType, List<String>?): void',
  'deleteExternalCredential(String): void',
  'deleteNamedCredential(String): void',
  'getCredential(String, String?, ConnectApi.CredentialPrincipalType): ConnectApi.Credential',
  'getExternalCredential(String): ConnectApi.ExternalCredential',
  'getExternalCredentials(): ConnectApi.ExternalCredentialList',
  'getNamedCredential(String): ConnectApi.NamedCredential',
  'getNamedCredentials(): ConnectApi.NamedCredentialList',
  'patchCredential(ConnectApi.CredentialInput): ConnectApi.Credential',
  'updateCredential(ConnectApi.CredentialInput): ConnectApi.Credential',
  'updateExternalCredential(String, ConnectApi.ExternalCredentialInput): ConnectApi.ExternalCredential',
  'updateNamedCredential(String, ConnectApi.NamedCredentialInput): ConnectApi.NamedCredential',
] as const;

/** The part of a signature before the parenthesis. */
export type ConnectMethod = (typeof signatures)[number] extends infer S
  ? S extends `${infer Name}(${string}`
    ? Name
    : never
  : never;

export const namedCredentialsStatics: Library = Object.fromEntries(
  signatures.map((signature) => [signature, nativeOf(signature)]),
);

function nativeOf(signature: string): Native {
  const [, name, returns] = /^(\w+)\(.*\): (.+)$/u.exec(signature)!;
  return ((...all: readonly unknown[]) => {
    const runtime = all.at(-1) as Runtime;
    return call(name as ConnectMethod, returns!, all.slice(0, -1) as ApexValue[], runtime);
  }) as Native;
}

async function call(
  method: ConnectMethod,
  returns: string,
  args: readonly ApexValue[],
  runtime: Runtime,
): Promise<ApexValue> {
  const { host } = runtime;
  const what = `ConnectApi.NamedCredentials.${method}`;
  if (!host.connect) throw notEmulatedHere(what);
  // Real orgs refuse most of ConnectApi in tests that can't see all data.
  if (runtime.testing) throw notEmulatedHere(`${what} in a test`);
  const rollback = host.savepoint();
  try {
    const answer = await host.connect(method, args.map(connectJson));
    if (!method.startsWith('get')) runtime.changedBy = what;
    return returns === 'void' ? null : connectValue(answer, propertyType(returns, host.tables), runtime);
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error;
    rollback();
    if (error.kind === 'notEmulated') throw notEmulatedHere(error.message);
    throw raise(`ConnectApi.${error.kind}`, error.message);
  }
}
