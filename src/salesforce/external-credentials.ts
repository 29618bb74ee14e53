import type { Org } from './connect.ts';
import type { ConnectProtocol, PrincipalType } from './connect-names.ts';
import { connectResource } from './connect-resource.ts';
import type { AuthenticationStatus } from './credentials.ts';
import { rest } from './rest.ts';

/*
 * External credentials and named credentials by Connect REST, without a deploy (Connect REST API Developer Guide:
 * External Credential, Named Credential Setup). The types are the API's own.
 */

export interface ConnectParameter {
  readonly id?: string;
  readonly parameterName: string;
  readonly parameterType: string;
  readonly parameterValue?: string;
  readonly parameterDescription?: string;
}

export interface ConnectPrincipal {
  readonly id?: string;
  readonly principalName: string;
  readonly principalType: PrincipalType;
  readonly sequenceNumber?: number;
  readonly authenticationStatus?: AuthenticationStatus;
  readonly parameters?: readonly ConnectParameter[];
}

export interface ConnectHeader {
  readonly headerName: string;
  readonly headerValue: string;
  readonly sequenceNumber?: number;
}

/** The request body of POST and PUT. */
export interface ExternalCredentialInput {
  readonly developerName: string;
  readonly masterLabel: string;
  readonly authenticationProtocol: ConnectProtocol;
  readonly authenticationProtocolVariant?: string | undefined;
  readonly parameters?: readonly ConnectParameter[];
  readonly principals?: readonly ConnectPrincipal[];
  readonly customHeaders?: readonly ConnectHeader[];
}

/** An org's answer. */
export interface ExternalCredentialAnswer extends ExternalCredentialInput {
  readonly id?: string;
  readonly authenticationStatus?: AuthenticationStatus;
  readonly relatedNamedCredentials?: readonly { readonly developerName: string }[];
}

const resource = '/named-credentials/external-credentials';

export async function listExternalCredentials(org: Org): Promise<readonly ExternalCredentialAnswer[]> {
  const answer = await rest<{ externalCredentials: readonly ExternalCredentialAnswer[] }>(org.connection, {
    path: resource,
    what: 'listing external credentials',
    answer: ({ externalCredentials }) => externalCredentials,
  });
  return answer.externalCredentials;
}

/** External credentials. If a replacement leaves out a principal, the org deletes it together with its secret. */
export const externalCredentials = connectResource<ExternalCredentialInput, ExternalCredentialAnswer>(
  resource,
);

/** If there are more than this, a single list of all is faster. */
const maxReadByName = 5;

/** Reads external credentials with their principals, by name. Leaves out those that the org doesn't have or show. */
export async function readExternalCredentials(
  org: Org,
  names: readonly string[],
): Promise<ReadonlyMap<string, ExternalCredentialAnswer>> {
  const found =
    names.length > maxReadByName
      ? await listExternalCredentials(org)
      : await Promise.all(names.map((name) => externalCredentials.read(org, name)));
  const wanted = new Set(names);
  return new Map(
    found.flatMap((answer) =>
      answer && wanted.has(answer.developerName) ? [[answer.developerName, answer]] : [],
    ),
  );
}
