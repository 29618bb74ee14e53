import type { ComponentBody, ComponentType, ComponentValue } from '../store/collections.ts';
import { AUTH_PROVIDER_DEFAULTS, DEFAULT_PARAMETER_GROUP, DISABLED_ACCESS_IS_DROPPED } from '../uncertain.ts';
import { isPrincipalType, nested } from './principal-types.ts';

/**
 * A component's content as the org stores it: defaults filled in, parts sorted as in retrieved files, names in
 * alphabetical order.
 */
export const normalise = (
  type: Exclude<ComponentType, 'ApexClass' | 'Certificate' | 'Settings'>,
  body: ComponentBody,
): ComponentBody => {
  const { fullName: _fullName, ...fields } = body;
  if (type === 'AuthProvider') return alphabetical({ ...authProviderDefaults(fields), ...fields });
  if (isPlain(type)) return alphabetical(fields);
  if (type === 'ExternalCredential') return alphabetical(externalCredential(fields));
  if (type === 'NamedCredential') return alphabetical(namedCredential(fields));
  return alphabetical(permissionSet(fields));
};

/** Types that an org stores unchanged. */
const isPlain = (type: ComponentType): boolean =>
  [
    'CspTrustedSite',
    'ExternalAuthIdentityProvider',
    'OutboundNetworkConnection',
    'RemoteSiteSetting',
  ].includes(type);

const authProviderDefaults = ({ providerType }: ComponentBody): ComponentBody => ({
  ...AUTH_PROVIDER_DEFAULTS.every,
  ...AUTH_PROVIDER_DEFAULTS[providerType === 'OpenIdConnect' ? 'openIdConnect' : 'others'],
});

const externalCredential = (body: ComponentBody): ComponentBody =>
  withList(
    body,
    'externalCredentialParameters',
    nested(body, 'externalCredentialParameters').map((parameter) => ({
      ...parameter,
      parameterGroup:
        parameter.parameterGroup ??
        (isPrincipalType(parameter.parameterType)
          ? String(parameter.parameterName)
          : DEFAULT_PARAMETER_GROUP),
    })),
  );

/** Defaults: Metadata API Developer Guide, NamedCredential. */
const namedCredential = (body: ComponentBody): ComponentBody => ({
  allowMergeFieldsInBody: false,
  allowMergeFieldsInHeader: false,
  calloutStatus: 'Enabled',
  generateAuthorizationHeader: true,
  namedCredentialType: 'Legacy',
  ...body,
});

/** The sort key of each part of a permission set. */
const SORTED_BY: Readonly<Record<string, string>> = {
  agentAccesses: 'agentName',
  applicationVisibilities: 'application',
  classAccesses: 'apexClass',
  customMetadataTypeAccesses: 'name',
  customPermissions: 'name',
  customSettingAccesses: 'name',
  emailRoutingAddressAccesses: 'name',
  externalCredentialPrincipalAccesses: 'externalCredentialPrincipal',
  externalDataSourceAccesses: 'externalDataSource',
  fieldPermissions: 'field',
  flowAccesses: 'flow',
  genComputingSummaryDefAccesses: 'configName',
  objectPermissions: 'object',
  pageAccesses: 'apexPage',
  recordTypeVisibilities: 'recordType',
  servicePresenceStatusAccesses: 'servicePresenceStatus',
  tabSettings: 'tab',
  userPermissions: 'name',
};

const permissionSet = (body: ComponentBody): ComponentBody => {
  let result: ComponentBody = { hasActivationRequired: false, ...body };
  for (const [part, key] of Object.entries(SORTED_BY)) {
    const kept = nested(body, part)
      .map((item) => (part === 'objectPermissions' ? { viewAllFields: false, ...item } : item))
      .filter((item) => !DISABLED_ACCESS_IS_DROPPED || grantsSomething(item))
      .toSorted((a, b) => compareBytes(String(a[key]), String(b[key])));
    result = withList(result, part, kept);
  }
  return result;
};

/** An entry without any true flag grants nothing. A tab's setting has no flags. */
const grantsSomething = (item: ComponentBody): boolean => {
  const flags = Object.values(item).filter((value) => typeof value === 'boolean');
  return flags.length === 0 || flags.includes(true);
};

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const withList = (body: ComponentBody, name: string, list: readonly ComponentBody[]): ComponentBody => {
  const { [name]: _before, ...rest } = body;
  return list.length > 0 ? { ...rest, [name]: list } : rest;
};

const alphabetical = (body: ComponentBody): ComponentBody =>
  Object.fromEntries(
    Object.keys(body)
      .toSorted()
      .map((name) => [name, inner(body[name] as ComponentBody[string])]),
  );

const inner = (value: ComponentBody[string]): ComponentBody[string] => {
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? alphabetical(item) : item));
  return typeof value === 'object' ? alphabetical(value as ComponentBody) : (value as ComponentValue);
};

/** Whether two components have the same content. The order of parameters doesn't matter. */
export const sameBody = (a: ComponentBody, b: ComponentBody): boolean => canonical(a) === canonical(b);

const canonical = (body: ComponentBody): string =>
  JSON.stringify(
    Object.entries(body).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value,
    ]),
  );
