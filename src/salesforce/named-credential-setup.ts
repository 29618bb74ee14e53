import { connectResource } from './connect-resource.ts';
import type { ConnectHeader } from './external-credentials.ts';

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

export const namedCredentialSetups = connectResource<NamedCredentialSetupInput, NamedCredentialSetup>(
  '/named-credentials/named-credential-setup',
);
