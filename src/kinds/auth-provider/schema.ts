import { z } from 'zod';
import { label, line, reference, text } from '../../config/text.ts';
import { usualFlags } from './uncertain.ts';

/** Metadata WSDL 66.0, AuthProviderType. */
export const providerTypes = [
  'Apple',
  'Bitbucket',
  'Confluence3LO',
  'Custom',
  'Evergreen',
  'Facebook',
  'GitHub',
  'Google',
  'HubSpot',
  'Janrain',
  'LinkedIn',
  'Microsoft',
  'MicrosoftACS',
  'MuleSoft',
  'MuleSoftAnypointPlatform',
  'MuleSoftSeamless',
  'OpenIdConnect',
  'Salesforce',
  'Slack',
  'SlackFirst',
  'SlackFirstDev',
  'SlackSeamless',
  'Twitter',
] as const;

function flag(name: keyof typeof usualFlags, meaning: string) {
  return z.boolean().meta({ description: meaning, default: usualFlags[name] }).optional();
}

function secret(what: string) {
  return text(10_000).meta({
    description: `${what}: a reference such as \${env:NAME}, never the value.`,
    pattern: '^(?:\\$\\{(?:env|file|command|local):[^}]*\\})+$',
  });
}

/** All fields except `label` are spelt as in the Metadata API (Metadata API Developer Guide, AuthProvider). */
export const authProvider = z
  .strictObject({
    label,
    providerType: z.enum(providerTypes).describe('Whose provider it is; OpenIdConnect for any other.'),
    consumerKey: text().describe('Client ID at the provider.').optional(),
    consumerSecret: secret('Client secret at the provider').optional(),
    authorizeUrl: text().describe('Where a user signs in; https.').optional(),
    tokenUrl: text().describe('Where the org asks for tokens; https.').optional(),
    userInfoUrl: text().describe('Where the org asks who has signed in; https.').optional(),
    idTokenIssuer: text().describe('Issuer of the ID token; https.').optional(),
    defaultScopes: text().describe('Scopes, separated by spaces.').optional(),
    registrationHandler: reference.describe('Apex class that creates and updates users.').optional(),
    executionUser: line().describe('Username that the registration handler runs as.').optional(),
    sendAccessTokenInHeader: flag(
      'sendAccessTokenInHeader',
      'The access token is sent to userInfoUrl in a header; OpenIdConnect only.',
    ),
    sendClientCredentialsInHeader: flag(
      'sendClientCredentialsInHeader',
      'Client ID and secret are sent to tokenUrl in a header; OpenIdConnect only.',
    ),
    sendSecretInApis: flag('sendSecretInApis', 'The secret is sent to tokenUrl; OpenIdConnect only.'),
    isPkceEnabled: flag('isPkceEnabled', 'PKCE protects the authorization code.'),
    requireMfa: flag('requireMfa', 'Users need multi-factor authentication.'),
    includeOrgIdInIdentifier: flag(
      'includeOrgIdInIdentifier',
      "The org's ID is part of a user's identity; can't be turned off again.",
    ),
    customMetadataTypeRecord: line().describe('Record with the settings of a Custom provider.').optional(),
    plugin: reference.describe('Apex class of a Custom provider.').optional(),
    errorUrl: text().describe("Page for the provider's errors.").optional(),
    iconUrl: text().describe('Icon of its button on the login page.').optional(),
    logoutUrl: text().describe('Where users go after they sign out.').optional(),
    portal: line().describe('Portal that it is for.').optional(),
    appleTeam: line().describe('Team ID at Apple.').optional(),
    ecKey: secret('Private key for Apple').optional(),
    controlPlane: z.enum(['EU', 'None', 'US']).describe('Control plane of MuleSoft.').optional(),
    flow: line().describe('Flow that creates and updates users.').optional(),
    flowDefaultAccount: line().describe('Account of the users that the flow creates.').optional(),
    flowDefaultProfile: line().describe('Profile of the users that the flow creates.').optional(),
    paramForwardAllowlist: z
      .array(
        z.strictObject({
          param: line().describe('Name of the parameter.'),
          description: text(1000).describe('What it is for.').optional(),
        }),
      )
      .describe('URL parameters that are passed on to the provider: `param`, the name, and a `description`.')
      .optional(),
  })
  .meta({
    id: 'AuthProvider',
    description:
      'An authentication provider of the org, for an external credential or a legacy named credential that names it under `authProvider`.',
  });

export type AuthProvider = z.infer<typeof authProvider>;

/**
 * Fields whose values are secrets. For the first, orgs return `Placeholder_Value`. It is doubtful whether an org
 * accepts a new secret for an existing provider: the Metadata API Developer Guide once said that it can't be
 * updated. keyway sends it with every change.
 */
export const authProviderSecrets = ['consumerSecret', 'ecKey'] as const;

/** This kind's section of the config. */
export interface AuthProvidersSection {
  readonly authProviders?: Readonly<Record<string, AuthProvider>> | undefined;
}
