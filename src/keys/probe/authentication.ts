import type { ExternalCredentialParameter } from '@salesforce/types/metadata';
import type { Config } from '../../kinds/config.ts';
import { toComponents } from '../../kinds/metadata.ts';

/** A header as it is configured; the value may hold formulas. */
export interface ProbeHeader {
  readonly name: string;
  readonly value: string;
}

/** The client credentials grant of OAuth (RFC 6749, section 4.4). */
export interface ClientCredentials {
  readonly kind: 'oauth';
  readonly tokenUrl: string;
  readonly scope?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How the client says who it is. */
  readonly clientIn: 'body' | 'header';
  /** Statuses of an answer for which a fresh token is asked for, once. */
  readonly refreshOn: readonly number[];
}

export interface AwsKeys {
  readonly kind: 'aws';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/** How to log in to a key service from here, with the secrets that it takes; plain data, never to be printed. */
export type ProbeAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'custom';
      /** Developer name, by which formulas refer to the values. */
      readonly externalCredential: string;
      readonly credentials: Readonly<Record<string, string>>;
    }
  | ClientCredentials
  | AwsKeys
  | {
      readonly kind: 'unsupported';
      /** Why not, as the end of a sentence. */
      readonly reason: string;
      /** False: there is not even a way to its host from here. */
      readonly connect?: false;
    };

/**
 * How a principal of the config logs in. What only an org can do (its certificates sign, its users log in) and what
 * keyway holds no secret for is `unsupported`.
 *
 * @param secrets the principal's resolved `credentials`; undefined where there are none
 */
export function authenticationOf(
  config: Pick<Config, 'externalCredentials' | 'apiVersion'>,
  externalCredential: string,
  principal: string | undefined,
  secrets: ReadonlyMap<string, string> | undefined,
): ProbeAuthentication {
  const written = config.externalCredentials?.[externalCredential];
  if (!written) return unsupported(`the external credential ${externalCredential} is not in the file`);
  const { protocol, variant } = { variant: undefined, ...written.authentication };
  const kind = variant === undefined ? protocol : `${protocol} ${variant}`;
  if (kind === 'Custom NoAuthentication') return { kind: 'none' };
  const why = onlyInOrg[kind];
  if (why !== undefined) return unsupported(`${externalCredential} ${why}`);
  if (principal === undefined) return unsupported(`${externalCredential} has no principal in the file`);
  const { type } = written.principals?.[principal] ?? {};
  const name = `${externalCredential}-${principal}`;
  if (type === undefined) return unsupported(`the principal ${name} is not in the file`);
  if (type !== 'NamedPrincipal') return unsupported(`the principal ${name} is of type ${type}`);
  // Headers may do without any value; formulas that ask for one are refused when they are evaluated.
  if (kind === 'Custom') return custom(externalCredential, secrets);
  if (secrets === undefined) return unsupported(`the principal ${name} has no credentials here`);
  const parameter = parametersOf(config, externalCredential, principal);
  const missing: string[] = [];
  const secret = (key: string) => secrets.get(key) || note(missing, `${key} of ${name}`);
  const value = (type: string, key: string) =>
    parameter(type, key)[0] ?? note(missing, `${key} of ${externalCredential}`);
  const authentication = ((): ProbeAuthentication => {
    switch (kind) {
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
          scope: parameter('AuthParameter', 'Scope')[0],
          clientId: secret('clientId'),
          clientSecret: secret('clientSecret'),
          clientIn: variant === 'ClientCredentialsClientSecretBasic' ? 'header' : 'body',
          // Reference, section 6.3; Metadata API Developer Guide, AdditionalRefreshStatusCode.
          refreshOn: [401, ...parameter('AdditionalRefreshStatusCode').map(Number)],
        };
    }
  })();
  return missing.length === 0 ? authentication : unsupported(`there is no ${missing.join(' and no ')}`);
}

/** Protocols and variants whose secrets never leave an org. */
const onlyInOrg: Readonly<Record<string, string>> = {
  Oauth: 'logs in with a browser, and the token is in the org',
  'Oauth ClientCredentialsJwtAssertion': "signs with the org's certificate, whose key never leaves it",
  'Oauth JwtBearer': "signs with the org's certificate, whose key never leaves it",
  Jwt: "signs with the org's certificate, whose key never leaves it",
  'AwsSv4 AwsSv4_STS': 'takes a role from the Security Token Service, as the org',
  'AwsSv4 RolesAnywhere': "takes a role with the org's certificate, whose key never leaves it",
};

function custom(
  externalCredential: string,
  secrets: ReadonlyMap<string, string> | undefined,
): ProbeAuthentication {
  return { kind: 'custom', externalCredential, credentials: Object.fromEntries(secrets ?? []) };
}

/** Parameters of an external credential by type and name; those of the principal's own group go first. */
function parametersOf(
  config: Pick<Config, 'externalCredentials' | 'apiVersion'>,
  externalCredential: string,
  principal: string,
): (type: string, name?: string) => readonly string[] {
  const all = parametersOfExternalCredential(config, externalCredential);
  return (type, name) => {
    const found = all.filter(
      ({ parameterType, parameterName }) =>
        // There is one token URL, whatever it is called.
        parameterType === type &&
        (name === undefined || name === parameterName || type === 'AuthProviderUrl'),
    );
    const own = found.filter(({ parameterGroup }) => parameterGroup === principal);
    return [...own, ...found.filter((parameter) => !own.includes(parameter))].flatMap(
      ({ parameterValue }) => parameterValue ?? [],
    );
  };
}

/** Everything that is configured of an external credential, short forms and raw parameters alike. */
export function parametersOfExternalCredential(
  { externalCredentials, apiVersion }: Pick<Config, 'externalCredentials' | 'apiVersion'>,
  name: string,
): readonly ExternalCredentialParameter[] {
  const written = externalCredentials?.[name];
  if (!written) return [];
  const [component] = toComponents({ externalCredentials: { [name]: written } }, { apiVersion });
  return component?.type === 'ExternalCredential' ? component.metadata.externalCredentialParameters : [];
}

function note(missing: string[], what: string): string {
  missing.push(what);
  return '';
}

function unsupported(reason: string): ProbeAuthentication {
  return { kind: 'unsupported', reason };
}
