import type { Org } from './connect.ts';
import type { ConnectHeader } from './external-credentials.ts';
import { rest } from './rest.ts';
import { httpStatusOf } from './wire-errors.ts';

/*
 * Named credentials over Connect REST, without a deploy (Connect REST API Developer Guide, Named Credential Setup;
 * 58.0 and later). The shapes are the API's own.
 */

/** The form that POST and PUT take; `calloutStatus` is told by an org and taken by none. */
export interface NamedCredentialSetupInput {
  readonly developerName: string;
  readonly masterLabel: string;
  readonly type: 'SecuredEndpoint' | 'PrivateEndpoint';
  readonly calloutUrl: string;
  readonly externalCredentials: readonly { readonly developerName: string }[];
  readonly calloutOptions?: {
    readonly allowMergeFieldsInBody?: boolean;
    readonly allowMergeFieldsInHeader?: boolean;
    readonly generateAuthorizationHeader?: boolean;
  };
  readonly customHeaders?: readonly ConnectHeader[];
  readonly networkConnection?: { readonly developerName: string };
}

/** What an org tells of one. */
export interface NamedCredentialSetup extends NamedCredentialSetupInput {
  readonly id?: string;
  readonly calloutStatus?: 'Enabled' | 'Disabled';
}

const resource = '/named-credentials/named-credential-setup';

/** One named credential, or undefined where the org has none of that name. */
export async function readNamedCredentialSetup(
  org: Org,
  name: string,
): Promise<NamedCredentialSetup | undefined> {
  try {
    return await rest<NamedCredentialSetup>(org.connection, { path: one(name), what: `reading ${name}` });
  } catch (error) {
    if (httpStatusOf(error) === 404) return undefined;
    throw error;
  }
}

export function createNamedCredentialSetup(
  org: Org,
  input: NamedCredentialSetupInput,
): Promise<NamedCredentialSetup> {
  const { developerName } = input;
  return rest(org.connection, {
    method: 'POST',
    path: resource,
    json: input,
    what: `creating ${developerName}`,
  });
}

/** Replaces it as a whole: what is left out goes back to its default. */
export function replaceNamedCredentialSetup(
  org: Org,
  input: NamedCredentialSetupInput,
): Promise<NamedCredentialSetup> {
  const { developerName } = input;
  return rest(org.connection, {
    method: 'PUT',
    path: one(developerName),
    json: input,
    what: `replacing ${developerName}`,
  });
}

export async function deleteNamedCredentialSetup(org: Org, name: string): Promise<void> {
  await rest(org.connection, { method: 'DELETE', path: one(name), what: `deleting ${name}` });
}

function one(name: string): string {
  return `${resource}/${encodeURIComponent(name)}`;
}
