import type { ExternalCredentialParameter, ExternalCredentialParamType } from '@salesforce/types/metadata';
import type { ProbeAuthentication } from '../../keys/probe/authentication.ts';
import type { SecretValues } from '../credential/resolve-secrets.ts';
import type { ExternalCredentialComponent } from '../external-credential/metadata.ts';
import {
  defaultGroup,
  groupOf,
  isPrincipal,
  sortParameters,
} from '../external-credential/parameter-order.ts';
import { principalsOf } from '../external-credential/principals.ts';
import type { NamedCredentialComponent } from '../named-credential/metadata.ts';

/**
 * How a principal of an external credential signs in. The result is `unsupported` if only an org can do it or
 * keyway has no secret for it.
 *
 * @param secrets values of the principal's credential; undefined if there are none
 */
export function authenticationOf(
  component: ExternalCredentialComponent,
  principal: string | undefined,
  secrets: SecretValues | undefined,
): ProbeAuthentication {
  const { fullName, metadata } = component;
  const parameters = parametersFor(component, principal);
  const variant = valuesOf(parameters, 'AuthProtocolVariant')[0];
  const kind = [metadata.authenticationProtocol, ...(variant === undefined ? [] : [variant])].join(' ');
  if (kind === 'Custom NoAuthentication') return { kind: 'none' };
  const why = Object.hasOwn(onlyInOrg, kind) ? onlyInOrg[kind] : undefined;
  if (why !== undefined) return unsupported(`${fullName} ${why}`);
  if (principal === undefined) return unsupported(`${fullName} has no principal`);
  const name = `${fullName}-${principal}`;
  const type = principalsOf(component).get(principal)?.type;
  if (type !== 'NamedPrincipal') return unsupported(`the principal ${name} is of type ${type}`);
  // Headers may need no value. A formula that needs a missing one is refused when it is evaluated.
  if (kind === 'Custom')
    return { kind: 'custom', externalCredential: fullName, credentials: Object.fromEntries(secrets ?? []) };
  if (secrets === undefined) return unsupported(`the principal ${name} has no credentials here`);
  const missing: string[] = [];
  const secret = (key: string) => secrets.get(key) || note(missing, `${key} of ${name}`);
  const value = (type: ExternalCredentialParamType, key: string) =>
    valuesOf(parameters, type, key)[0] ?? note(missing, `${key} of ${fullName}`);
  const authentication = ((): ProbeAuthentication => {
    switch (metadata.authenticationProtocol) {
      case 'Basic':
        return { kind: 'basic', username: secret('username'), password: secret('password') };
      case 'AwsSv4':
        return {
          kind: 'aws',
          accessKeyId: secret('awsAccessKeyId'),
          secretAccessKey: secret('awsSecretAccessKey'),
          region: value('AuthParameter', 'AwsRegion'),
          service: value('AuthParameter', 'AwsService'),
        };
      default:
        return {
          kind: 'oauth',
          tokenUrl: value('AuthProviderUrl', 'AuthProviderUrl'),
          scope: valuesOf(parameters, 'AuthParameter', 'Scope')[0],
          clientId: secret('clientId'),
          clientSecret: secret('clientSecret'),
          clientIn: variant === 'ClientCredentialsClientSecretBasic' ? 'header' : 'body',
          // Metadata API Developer Guide, ExternalCredential: AdditionalRefreshStatusCode.
          refreshOn: [401, ...valuesOf(parameters, 'AdditionalRefreshStatusCode').map(Number)],
        };
    }
  })();
  return missing.length === 0 ? authentication : unsupported(`there is no ${missing.join(' and no ')}`);
}

/** Protocols and variants whose secrets never leave an org. */
const onlyInOrg: Readonly<Record<string, string>> = {
  Oauth: 'signs in with a browser, and only the org has the token',
  'Oauth ClientCredentialsJwtAssertion': "signs with the org's certificate, whose key never leaves the org",
  'Oauth JwtBearer': "signs with the org's certificate, whose key never leaves the org",
  Jwt: "signs with the org's certificate, whose key never leaves the org",
  'AwsSv4 AwsSv4_STS': 'assumes a role through the Security Token Service, as the org',
  'AwsSv4 RolesAnywhere': "assumes a role with the org's certificate, whose key never leaves the org",
};

/**
 * How calls through a legacy named credential sign in (Metadata API Developer Guide): anonymously, or with a
 * username and a password.
 *
 * @param secrets values by field
 */
export function legacyAuthentication(
  { fullName, metadata }: NamedCredentialComponent,
  secrets: SecretValues | undefined,
): ProbeAuthentication {
  const { protocol = 'NoAuthentication', principalType, username } = metadata;
  if (protocol === 'NoAuthentication' || principalType === 'Anonymous') return { kind: 'none' };
  const password = secrets?.get('password');
  if (protocol === 'Password' && principalType !== 'PerUser' && username && password)
    return { kind: 'basic', username, password };
  return unsupported(`${fullName} is a legacy named credential, and only the org has its secret`);
}

export function unsupported(reason: string): ProbeAuthentication & { readonly kind: 'unsupported' } {
  return { kind: 'unsupported', reason };
}

/** The parameters that apply to a principal: those of its own group, then the shared ones. */
function parametersFor(
  { metadata }: ExternalCredentialComponent,
  principal: string | undefined,
): readonly ExternalCredentialParameter[] {
  const all = sortParameters(metadata.externalCredentialParameters ?? [], (parameter) => parameter);
  const itself = all.find((one) => isPrincipal(one) && one.parameterName === principal);
  const inGroup = (group: string) => all.filter((one) => !isPrincipal(one) && groupOf(one) === group);
  return [...(itself ? inGroup(groupOf(itself)) : []), ...inGroup(defaultGroup)];
}

function valuesOf(
  parameters: readonly ExternalCredentialParameter[],
  type: ExternalCredentialParamType,
  name?: string,
): readonly string[] {
  return parameters
    .filter(
      ({ parameterType, parameterName }) =>
        parameterType === type &&
        // There is one token URL, whatever its name is.
        (name === undefined || name === parameterName || type === 'AuthProviderUrl'),
    )
    .flatMap(({ parameterValue }) => parameterValue ?? []);
}

function note(missing: string[], what: string): string {
  missing.push(what);
  return '';
}
