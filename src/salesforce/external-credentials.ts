import type { Org } from './connect.ts';
import type { ConnectProtocol, PrincipalType } from './connect-names.ts';
import { connectResource } from './connect-resource.ts';
import type { AuthenticationStatus } from './credentials.ts';
import { rest } from './rest.ts';

/*
 * External credentials and named credentials over Connect REST, without a deploy (Connect REST API Developer Guide:
 * External Credential, Named Credential Setup). The shapes are the API's own.
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

/** The form that POST and PUT take. */
export interface ExternalCredentialInput {
  readonly developerName: string;
  readonly masterLabel: string;
  readonly authenticationProtocol: ConnectProtocol;
  readonly authenticationProtocolVariant?: string | undefined;
  readonly parameters?: readonly ConnectParameter[];
  readonly principals?: readonly ConnectPrincipal[];
  readonly customHeaders?: readonly ConnectHeader[];
}

/** What an org tells of one. */
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

/** One external credential. A replacement that leaves a principal out deletes it together with its secret. */
export const externalCredentials = connectResource<ExternalCredentialInput, ExternalCredentialAnswer>(
  resource,
);

/** More external credentials than these are read by one list of all. */
const fewByName = 5;

/** External credentials with their principals, by name; those that the org has not, or does not show, are not in it. */
export async function readExternalCredentials(
  org: Org,
  names: readonly string[],
): Promise<ReadonlyMap<string, ExternalCredentialAnswer>> {
  const found =
    names.length > fewByName
      ? await listExternalCredentials(org)
      : await Promise.all(names.map((name) => externalCredentials.read(org, name)));
  const wanted = new Set(names);
  return new Map(
    found.flatMap((answer) =>
      answer && wanted.has(answer.developerName) ? [[answer.developerName, answer]] : [],
    ),
  );
}
