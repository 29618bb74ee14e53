import type { ExternalAuthIdentityProvider as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';
import { parameterShape, parameters } from './parameters.ts';

export type ExternalAuthIdentityProviderComponent = MetadataComponent<
  'ExternalAuthIdentityProvider',
  Metadata
>;

/** A provider in the Metadata API. Its client id and secret aren't metadata. */
export const externalAuthIdentityProviderType: MetadataType<
  'ExternalAuthIdentityProvider',
  'externalAuthIdentityProviders',
  Metadata
> = {
  type: 'ExternalAuthIdentityProvider',
  noun: 'external auth identity provider',
  section: 'externalAuthIdentityProviders',
  since: 61,
  folder: 'externalAuthIdentityProviders',
  suffix: 'externalAuthIdentityProvider',
  shape: {
    authenticationFlow: {
      words: ['AuthorizationCode', 'ClientCredentials', 'JwtBearer', 'SalesforceDefined'],
    },
    authenticationProtocol: { words: ['OAuth', 'SalesforceDefined'] },
    description: 'text',
    externalAuthIdentityProviderParameters: {
      list: parameterShape,
      required: ['parameterName', 'parameterType'],
    },
    label: 'text',
  },
  required: ['authenticationFlow', 'authenticationProtocol', 'label'],
  fields: [
    { element: 'label' },
    { element: 'description' },
    { element: 'authenticationFlow', at: ['flow'] },
    { element: 'authenticationProtocol', at: ['protocol'], defaultValue: 'OAuth' },
  ],
  parts: [parameters],
};
