import type { AuthProvParamFwdAllowlist, AuthProvider as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { ElementField, MetadataType, Part, Plain } from '../../metadata/metadata-type.ts';
import type { Shape } from '../../metadata/shape.ts';
import { authProviderSecrets, providerTypes } from './schema.ts';
import { typesWithPkce, usualFlags } from './uncertain.ts';

/** URLs where users start to sign in. The org generates them. */
type OrgsOwn = 'linkKickoffUrl' | 'oauthKickoffUrl' | 'ssoKickoffUrl';
const orgsOwn: readonly string[] = ['linkKickoffUrl', 'oauthKickoffUrl', 'ssoKickoffUrl'];

type ProviderMetadata = Omit<Metadata, OrgsOwn>;
export type AuthProviderComponent = MetadataComponent<'AuthProvider', ProviderMetadata>;

const parameterShape: Shape<AuthProvParamFwdAllowlist> = { description: 'text', param: 'text' };

/** URL parameters that are passed on. The config spells them as the metadata does. */
const forwarded: Part = {
  element: 'paramForwardAllowlist',
  render: ({ paramForwardAllowlist = [] }, path) =>
    (paramForwardAllowlist as readonly Plain[]).map(({ description, param }, index) => ({
      item: { ...(description === undefined ? {} : { description }), param },
      origin: [...path, 'paramForwardAllowlist', index],
    })),
  read: (items, config) => ({
    config: items.length === 0 ? config : { ...config, paramForwardAllowlist: items },
    notes: [],
  }),
  addMeaning(items, entries) {
    for (const { param, description } of items)
      entries.put(`paramForwardAllowlist.${param}`, description ?? 'forwarded');
  },
};

type Field = ElementField<keyof ProviderMetadata & string>;
const isOpenId = ({ providerType }: Plain) => providerType === 'OpenIdConnect';

const flags: readonly Field[] = [
  { element: 'includeOrgIdInIdentifier' },
  {
    element: 'isPkceEnabled',
    when: ({ providerType }: Plain) => typesWithPkce.includes(String(providerType)),
  },
  { element: 'requireMfa' },
  { element: 'sendAccessTokenInHeader', when: isOpenId },
  { element: 'sendClientCredentialsInHeader', when: isOpenId },
  { element: 'sendSecretInApis', when: isOpenId },
].map((field) => ({ ...field, defaultValue: usualFlags[field.element as keyof typeof usualFlags] }) as Field);

const texts = [
  'consumerKey',
  'authorizeUrl',
  'tokenUrl',
  'userInfoUrl',
  'idTokenIssuer',
  'defaultScopes',
  'registrationHandler',
  'executionUser',
  'customMetadataTypeRecord',
  'plugin',
  'errorUrl',
  'iconUrl',
  'logoutUrl',
  'portal',
  'appleTeam',
  'controlPlane',
  'flow',
  'flowDefaultAccount',
  'flowDefaultProfile',
] as const;

/** An authentication provider in the Metadata API. */
export const authProviderType: MetadataType<'AuthProvider', 'authProviders', ProviderMetadata> = {
  type: 'AuthProvider',
  noun: 'auth provider',
  section: 'authProviders',
  folder: 'authproviders',
  suffix: 'authprovider',
  shape: {
    appleTeam: 'text',
    authorizeUrl: 'text',
    consumerKey: 'text',
    consumerSecret: 'text',
    controlPlane: { words: ['EU', 'None', 'US'] },
    customMetadataTypeRecord: 'text',
    defaultScopes: 'text',
    ecKey: 'text',
    errorUrl: 'text',
    executionUser: 'text',
    flow: 'text',
    flowDefaultAccount: 'text',
    flowDefaultProfile: 'text',
    friendlyName: 'text',
    iconUrl: 'text',
    idTokenIssuer: 'text',
    includeOrgIdInIdentifier: 'boolean',
    isPkceEnabled: 'boolean',
    logoutUrl: 'text',
    paramForwardAllowlist: { list: parameterShape, required: ['param'] },
    plugin: 'text',
    portal: 'text',
    providerType: { words: providerTypes },
    registrationHandler: 'text',
    requireMfa: 'boolean',
    sendAccessTokenInHeader: 'boolean',
    sendClientCredentialsInHeader: 'boolean',
    sendSecretInApis: 'boolean',
    tokenUrl: 'text',
    userInfoUrl: 'text',
  },
  required: ['friendlyName', 'providerType'],
  fields: [
    { element: 'friendlyName', at: ['label'] },
    { element: 'providerType' },
    ...texts.map((element): Field => ({ element })),
    ...flags,
    ...authProviderSecrets.map((element): Field => ({ element, secret: true })),
  ],
  parts: [forwarded],
  belongsToOrg: ({ name }) => orgsOwn.includes(name),
};
