import { connectResource } from './connect-resource.ts';
import type { ConnectHeader } from './external-credentials.ts';

/*
 * Named credentials by Connect REST, without a deploy (Connect REST API Developer Guide, Named Credential Setup;
 * 58.0 and later). The types are the API's own.
 */

/** The request body of POST and PUT. Orgs return `calloutStatus` but don't accept it. */
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

/** An org's answer. */
export interface NamedCredentialSetup extends NamedCredentialSetupInput {
  readonly id?: string;
  readonly calloutStatus?: 'Enabled' | 'Disabled';
}

export const namedCredentialSetups = connectResource<NamedCredentialSetupInput, NamedCredentialSetup>(
  '/named-credentials/named-credential-setup',
);
