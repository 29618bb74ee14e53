/**
 * Protocols in Connect REST's spelling (Connect REST API Developer Guide, Credential Input). The Metadata API uses
 * `Oauth`.
 */
export const CONNECT_PROTOCOLS = ['AwsSv4', 'Basic', 'Custom', 'Jwt', 'OAuth'] as const;

export const CONNECT_VARIANTS = [
  'AwsSv4_STS',
  'ClientCredentialsClientSecret',
  'ClientCredentialsClientSecretBasic',
  'ClientCredentialsJwtAssertion',
  'JwtBearer',
  'NoAuthentication',
  'RolesAnywhere',
] as const;

export const CONNECT_PRINCIPAL_TYPES = ['AwsStsPrincipal', 'NamedPrincipal', 'PerUserPrincipal'] as const;

/** Types of parameters that an external credential accepts (External Credential Parameter Input). */
export const EXTERNAL_PARAMETER_TYPES = [
  'AdditionalRefreshStatusCode',
  'AuthParameter',
  'AuthProvider',
  'AuthProviderUrl',
  'AuthProviderUrlQueryParameter',
  'ExternalAuthIdentityProvider',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'SigningCertificate',
] as const;

/** Types that Connect shows and accepts as parameters of a named credential. All others have separate fields. */
export const NAMED_PARAMETER_TYPES = ['AllowedManagedPackageNamespaces', 'ClientCertificate'] as const;

export const NAMED_CREDENTIAL_TYPES = ['PrivateEndpoint', 'SecuredEndpoint'] as const;

export const toConnectProtocol = (protocol: string): string => (protocol === 'Oauth' ? 'OAuth' : protocol);

export const toMetadataProtocol = (protocol: string): string => (protocol === 'OAuth' ? 'Oauth' : protocol);

/**
 * How an external credential authenticates, and the type of one of its principals. The protocol has Connect's
 * spelling.
 */
export interface PrincipalKind {
  readonly protocol: string;
  readonly variant: string | undefined;
  readonly principalType: string;
}

export type AllowedCredentials = Readonly<Record<string, { readonly encrypted: boolean }>> | 'any';

const plain = { encrypted: false } as const;
const secret = { encrypted: true } as const;
const awsKeys = { awsAccessKeyId: plain, awsSecretAccessKey: secret };
const awsRole = { awsRoleArn: plain };
const client = { clientId: plain, clientSecret: secret };

/**
 * The values of a principal, and whether each is encrypted: "Authentication protocols have credential allowlists
 * and encryption rules" (Connect REST API Developer Guide, Credential Input). A principal is Configured when all of
 * them are set.
 */
export const allowedCredentials = ({
  protocol,
  variant,
  principalType,
}: PrincipalKind): AllowedCredentials => {
  switch (variant === undefined ? protocol : `${protocol} ${variant}`) {
    case 'Custom':
    case 'Custom NoAuthentication':
      return 'any';
    case 'Basic':
      return { username: plain, password: secret };
    case 'AwsSv4':
      return awsKeys;
    case 'AwsSv4 AwsSv4_STS':
      return principalType === 'AwsStsPrincipal' ? awsKeys : awsRole;
    case 'AwsSv4 RolesAnywhere':
      return awsRole;
    case 'OAuth ClientCredentialsClientSecret':
    case 'OAuth ClientCredentialsClientSecretBasic':
      return client;
    case 'OAuth ClientCredentialsJwtAssertion':
      return { clientId: plain };
    default:
      return {};
  }
};

/** The browser flow: the user signs in at the provider, and requests can't store anything. */
export const isBrowserFlow = ({ protocol, variant }: PrincipalKind): boolean =>
  protocol === 'OAuth' && variant === undefined;
