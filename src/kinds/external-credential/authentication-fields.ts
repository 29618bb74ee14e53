import type { ExternalCredentialParamType } from '@salesforce/types/metadata';
import type { Parameter, ParameterField } from '../parameters/table.ts';
import { decodeAudience, encodeAudience } from './audience.ts';
import { claims } from './parameter.ts';
import type { Protocol } from './protocols.ts';
import { profileArn, stsDuration, stsExternalId, trustAnchorArn } from './uncertain.ts';

/** A field of `authentication` in a config and the parameters that it stands for. */
interface AuthenticationField extends ParameterField {
  readonly type: ExternalCredentialParamType;
}

const value = { form: 'one', carrier: 'parameterValue' } as const;
const authParameter = (field: string, name: string): AuthenticationField => ({
  at: [field],
  type: 'AuthParameter',
  name,
  ...value,
});
const required = (field: AuthenticationField): AuthenticationField => ({ ...field, required: true });

const authProvider: AuthenticationField = {
  at: ['authProvider'],
  type: 'AuthProvider',
  form: 'one',
  name: 'AuthProvider',
  carrier: 'authProvider',
  isUnique: true,
};
const externalAuthIdentityProvider: AuthenticationField = {
  at: ['externalAuthIdentityProvider'],
  type: 'ExternalAuthIdentityProvider',
  form: 'one',
  name: 'ExternalAuthIdentityProvider',
  carrier: 'externalAuthIdentityProvider',
  isUnique: true,
  allowsPlainText: true,
  // The schema accepts only one of the two providers.
  excludedBy: 'authProvider',
};
const signingCertificate: AuthenticationField = {
  at: ['signingCertificate'],
  type: 'SigningCertificate',
  form: 'one',
  name: 'SigningCertificate',
  carrier: 'certificate',
  isUnique: true,
  required: true,
};
const providerUrl = (field: string): AuthenticationField => ({
  at: [field],
  type: 'AuthProviderUrl',
  name: 'AuthProviderUrl',
  ...value,
  isUnique: true,
});
const tokenUrl = required(providerUrl('tokenUrl'));
const scope = authParameter('scope', 'Scope');
const aws = [
  required(authParameter('service', 'AwsService')),
  required(authParameter('region', 'AwsRegion')),
  authParameter('accountId', 'AwsAccountId'),
];
const sts: AuthenticationField[] = [
  { at: ['externalId'], type: 'AuthProviderUrlQueryParameter', ...stsExternalId, ...value },
  { at: ['durationSeconds'], type: 'AuthProviderUrlQueryParameter', ...stsDuration, ...value },
  providerUrl('stsUrl'),
];
const claim = (part: 'header' | 'body', type: ExternalCredentialParamType): AuthenticationField => ({
  at: ['claims', part],
  type,
  form: 'named',
  carrier: 'parameterValue',
  encode: (configValue, name) => (isAudience(part, name) ? encodeAudience(configValue) : configValue),
  decode: (kept, name) => (isAudience(part, name) ? decodeAudience(kept) : kept),
  matches({ parameterName: name, parameterValue: kept = '' }: Parameter) {
    const configValue = isAudience(part, name) ? decodeAudience(kept) : kept;
    // Keep the raw form if encoding it again would give a different value.
    const isKept = !isAudience(part, name) || encodeAudience(configValue) === kept;
    return isKept && claims.safeParse({ [part]: { [name]: configValue } }).success;
  },
});
const isAudience = (part: 'header' | 'body', name: string) => part === 'body' && name === 'aud';
const signed = [signingCertificate, claim('header', 'JwtHeaderClaim'), claim('body', 'JwtBodyClaim')];
const headers: AuthenticationField = {
  at: ['headers'],
  type: 'AuthHeader',
  form: 'ordered',
  carrier: 'parameterValue',
};

const fields: Record<Protocol, Record<string, readonly AuthenticationField[]>> = {
  Oauth: {
    '': [authProvider, externalAuthIdentityProvider, scope, headers],
    ClientCredentialsClientSecret: [tokenUrl, scope, headers],
    ClientCredentialsClientSecretBasic: [tokenUrl, scope, headers],
    ClientCredentialsJwtAssertion: [tokenUrl, scope, ...signed, headers],
    JwtBearer: [tokenUrl, scope, ...signed, headers],
  },
  Jwt: { '': [...signed, headers] },
  AwsSv4: {
    '': [...aws, headers],
    AwsSv4_STS: [...aws, ...sts, headers],
    RolesAnywhere: [
      ...aws,
      ...sts,
      signingCertificate,
      { at: ['trustAnchorArn'], ...trustAnchorArn, ...value },
      { at: ['profileArn'], ...profileArn, ...value },
      headers,
    ],
  },
  Basic: { '': [headers] },
  Custom: { '': [headers], NoAuthentication: [headers] },
};

/** Fields of a principal that become parameters of its own group. */
export const principalFields: readonly AuthenticationField[] = [scope];

/** The fields that `authentication` has for this protocol and variant; undefined if the combination doesn't exist. */
export function authenticationFields(
  protocol: string,
  variant: string | undefined,
): readonly AuthenticationField[] | undefined {
  return Object.hasOwn(fields, protocol) ? fields[protocol as Protocol][variant ?? ''] : undefined;
}

/** The fields of all protocols. */
export const allFields = Object.values(fields).flatMap((variants) => Object.values(variants).flat());
