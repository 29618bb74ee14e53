import type { NamedCredential as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { ElementField, MetadataType } from '../../metadata/metadata-type.ts';
import { parameterShape, parameters } from './parameters.ts';
import { legacySecrets, readBackSecrets } from './schema.ts';

export type NamedCredentialComponent = MetadataComponent<'NamedCredential', Metadata>;

/** Fields from before API 56.0. The config spells them as the Metadata API does. */
const legacyFields = [
  'authProvider',
  'authTokenEndpointUrl',
  'awsAccessKey',
  'awsAccessSecret',
  'awsRegion',
  'awsService',
  'certificate',
  'endpoint',
  'jwtAudience',
  'jwtFormulaSubject',
  'jwtIssuer',
  'jwtSigningCertificate',
  'jwtTextSubject',
  'jwtValidityPeriodSeconds',
  'oauthRefreshToken',
  'oauthScope',
  'oauthToken',
  'outboundNetworkConnection',
  'password',
  'principalType',
  'protocol',
  'username',
] as const;

const secrets: readonly string[] = legacySecrets;
const readBack: readonly string[] = readBackSecrets;

/** A named credential in the Metadata API, with the values that an org would fill in. */
export const namedCredentialType: MetadataType<'NamedCredential', 'namedCredentials', Metadata> = {
  type: 'NamedCredential',
  noun: 'named credential',
  section: 'namedCredentials',
  folder: 'namedCredentials',
  suffix: 'namedCredential',
  shape: {
    allowMergeFieldsInBody: 'boolean',
    allowMergeFieldsInHeader: 'boolean',
    authProvider: 'text',
    authTokenEndpointUrl: 'text',
    awsAccessKey: 'text',
    awsAccessSecret: 'text',
    awsRegion: 'text',
    awsService: 'text',
    calloutStatus: { words: ['Disabled', 'Enabled'] },
    certificate: 'text',
    description: 'text',
    endpoint: 'text',
    generateAuthorizationHeader: 'boolean',
    jwtAudience: 'text',
    jwtFormulaSubject: 'text',
    jwtIssuer: 'text',
    jwtSigningCertificate: 'text',
    jwtTextSubject: 'text',
    jwtValidityPeriodSeconds: 'integer',
    label: 'text',
    namedCredentialParameters: { list: parameterShape, required: ['parameterName', 'parameterType'] },
    namedCredentialType: { words: ['Legacy', 'PrivateEndpoint', 'SecuredEndpoint'] },
    oauthRefreshToken: 'text',
    oauthScope: 'text',
    oauthToken: 'text',
    outboundNetworkConnection: 'text',
    password: 'text',
    principalType: { words: ['Anonymous', 'NamedUser', 'PerUser'] },
    protocol: { words: ['AwsSv4', 'Jwt', 'JwtExchange', 'NoAuthentication', 'Oauth', 'Password'] },
    username: 'text',
  },
  required: ['label'],
  fields: [
    // Orgs return no type for a legacy one.
    {
      element: 'namedCredentialType',
      at: ['type'],
      defaultValue: 'SecuredEndpoint',
      absent: 'Legacy',
      omitsAbsent: true,
    },
    { element: 'label' },
    { element: 'description', since: 64, called: 'description of a named credential' },
    { element: 'calloutStatus', defaultValue: 'Enabled' },
    { element: 'allowMergeFieldsInBody', defaultValue: false },
    { element: 'allowMergeFieldsInHeader', defaultValue: false },
    { element: 'generateAuthorizationHeader', defaultValue: true },
    ...legacyFields.map(
      (element): ElementField<(typeof legacyFields)[number]> => ({
        element,
        when: ({ type }) => type === 'Legacy',
        ...(secrets.includes(element) ? { secret: true } : {}),
        ...(readBack.includes(element) ? { readBack: true } : {}),
      }),
    ),
  ],
  parts: [parameters],
};
