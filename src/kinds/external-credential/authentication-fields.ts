import type { ExternalCredentialParameter, ExternalCredentialParamType } from '@salesforce/types/metadata';
import { profileArn, stsDuration, stsExternalId, trustAnchorArn } from './uncertain.ts';

/** Which element of a parameter holds its value. */
export type Carrier = Extract<
  keyof ExternalCredentialParameter,
  'parameterValue' | 'certificate' | 'authProvider' | 'externalAuthIdentityProvider'
>;

/** A field of `authentication` in a config and the parameter that it is short for. */
export interface AuthenticationField {
  readonly field: string;
  readonly type: ExternalCredentialParamType;
  /** The parameter's name, unless the long form gives another. */
  readonly name: string;
  /** Other names under which it is known when it is read. */
  readonly otherNames?: readonly string[];
  readonly carrier: Carrier;
  /** There is one of the type, so that it is this field whatever its name. */
  readonly only?: true;
}

type Protocol = 'Oauth' | 'Jwt' | 'AwsSv4' | 'Basic' | 'Custom';

const value = { carrier: 'parameterValue' } as const;
const authParameter = (field: string, name: string): AuthenticationField => ({
  field,
  type: 'AuthParameter',
  name,
  ...value,
});

const authProvider: AuthenticationField = {
  field: 'authProvider',
  type: 'AuthProvider',
  name: 'AuthProvider',
  carrier: 'authProvider',
  only: true,
};
const externalAuthIdentityProvider: AuthenticationField = {
  field: 'externalAuthIdentityProvider',
  type: 'ExternalAuthIdentityProvider',
  name: 'ExternalAuthIdentityProvider',
  carrier: 'externalAuthIdentityProvider',
  only: true,
};
const signingCertificate: AuthenticationField = {
  field: 'signingCertificate',
  type: 'SigningCertificate',
  name: 'SigningCertificate',
  carrier: 'certificate',
  only: true,
};
const providerUrl = (field: string): AuthenticationField => ({
  field,
  type: 'AuthProviderUrl',
  name: 'AuthProviderUrl',
  ...value,
  only: true,
});
const scope = authParameter('scope', 'Scope');
const aws = [
  authParameter('service', 'AwsService'),
  authParameter('region', 'AwsRegion'),
  authParameter('accountId', 'AwsAccountId'),
];
const sts: AuthenticationField[] = [
  { field: 'externalId', type: 'AuthProviderUrlQueryParameter', ...stsExternalId, ...value },
  { field: 'durationSeconds', type: 'AuthProviderUrlQueryParameter', ...stsDuration, ...value },
  providerUrl('stsUrl'),
];

const fields: Record<Protocol, Record<string, readonly AuthenticationField[]>> = {
  Oauth: {
    '': [authProvider, externalAuthIdentityProvider, scope],
    ClientCredentialsClientSecret: [providerUrl('tokenUrl'), scope],
    ClientCredentialsClientSecretBasic: [providerUrl('tokenUrl'), scope],
    ClientCredentialsJwtAssertion: [providerUrl('tokenUrl'), scope, signingCertificate],
    JwtBearer: [providerUrl('tokenUrl'), scope, signingCertificate],
  },
  Jwt: { '': [signingCertificate] },
  AwsSv4: {
    '': aws,
    AwsSv4_STS: [...aws, ...sts],
    RolesAnywhere: [
      ...aws,
      ...sts,
      signingCertificate,
      { field: 'trustAnchorArn', ...trustAnchorArn, ...value },
      { field: 'profileArn', ...profileArn, ...value },
    ],
  },
  Basic: { '': [] },
  Custom: { '': [], NoAuthentication: [] },
};

/** The fields that `authentication` takes with this protocol and variant; undefined where there is no such pair. */
export function authenticationFields(
  protocol: string,
  variant: string | undefined,
): readonly AuthenticationField[] | undefined {
  return Object.hasOwn(fields, protocol) ? fields[protocol as Protocol][variant ?? ''] : undefined;
}

/** Fields without which the config's schema refuses an external credential of this kind. */
export function requiredFields(protocol: string, variant: string | undefined): readonly string[] {
  if (protocol === 'AwsSv4') {
    const arns = ['signingCertificate', 'trustAnchorArn', 'profileArn'];
    return ['service', 'region', ...(variant === 'RolesAnywhere' ? arns : [])];
  }
  if (protocol === 'Jwt') return ['signingCertificate'];
  if (protocol !== 'Oauth' || variant === undefined) return [];
  const signed = variant === 'JwtBearer' || variant === 'ClientCredentialsJwtAssertion';
  return ['tokenUrl', ...(signed ? ['signingCertificate'] : [])];
}

/** Whether the protocol takes `claims`. */
export function takesClaims(protocol: string, variant: string | undefined): boolean {
  return protocol === 'Jwt' || variant === 'JwtBearer' || variant === 'ClientCredentialsJwtAssertion';
}
