import { ours } from '../api-error.ts';
import { authenticationVariant } from '../connect/find-principal.ts';
import { nested } from '../metadata/principal-types.ts';
import { secretKey } from '../metadata/principals.ts';
import type { ComponentBody, StoredComponent, StoredPrincipal } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import type { TokenRequest } from './access-token.ts';
import { CalloutProblem, calloutNotEmulated, calloutRefused } from './problem.ts';
import type { AwsKeys } from './signature-v4.ts';

/** How a principal authenticates, including its secrets. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'custom'; readonly credentials: Readonly<Record<string, string>> }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A stored token that nothing renews. */
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'oauth';
      readonly token: Omit<TokenRequest, 'timeout'>;
      /** In addition to 401 (Metadata API Developer Guide, AdditionalRefreshStatusCode). */
      readonly refreshOn: readonly number[];
    }
  | { readonly kind: 'aws'; readonly keys: AwsKeys };

/**
 * The authentication from a principal's stored values. Throws a CalloutProblem if a value is missing or something
 * isn't emulated.
 */
export const authenticationOf = (
  view: View,
  component: StoredComponent,
  principal: StoredPrincipal,
  userId: string,
): Authentication => {
  const owner = secretKey(principal.id, principal.type === 'PerUserPrincipal' ? userId : undefined);
  const stored = Object.entries(view.get('secret', owner)?.credentials ?? {});
  const credentials = Object.fromEntries(stored.map(([name, { value }]) => [name, value]));
  const need = (name: string): string => credentials[name] ?? refuseMissing(component, principal, name);
  const { body } = component;
  const variant = authenticationVariant(body);
  const parameter = (type: string, name: string): string | undefined =>
    parameterValue(body, principal, type, name);
  switch (`${body.authenticationProtocol}${variant === undefined ? '' : ` ${variant}`}`) {
    case 'Custom':
      return { kind: 'custom', credentials };
    case 'Custom NoAuthentication':
      return { kind: 'none' };
    case 'Basic':
      return { kind: 'basic', username: need('username'), password: need('password') };
    case 'Oauth ClientCredentialsClientSecret':
    case 'Oauth ClientCredentialsClientSecretBasic':
      return {
        kind: 'oauth',
        token: {
          owner,
          tokenUrl: parameter('AuthProviderUrl', 'AuthProviderUrl') ?? '',
          scope: parameter('AuthParameter', 'Scope'),
          clientId: need('clientId'),
          clientSecret: need('clientSecret'),
          basic: variant === 'ClientCredentialsClientSecretBasic',
        },
        refreshOn: [401, ...additionalStatusCodes(body)],
      };
    case 'AwsSv4':
      return {
        kind: 'aws',
        keys: {
          accessKeyId: need('awsAccessKeyId'),
          secretAccessKey: need('awsSecretAccessKey'),
          region: parameter('AuthParameter', 'AwsRegion') ?? refuse('AwsRegion'),
          service: parameter('AuthParameter', 'AwsService') ?? refuse('AwsService'),
        },
      };
    default:
      throw calloutNotEmulated(
        `a callout by ${body.authenticationProtocol} ${variant ?? '(browser flow or JWT)'}`,
      );
  }
};

const refuseMissing = (component: StoredComponent, principal: StoredPrincipal, name: string): never => {
  throw new CalloutProblem(
    'authentication',
    ours(`the principal ${component.fullName}-${principal.name} has no ${name}`),
  );
};

const refuse = (name: string): never => {
  throw calloutRefused(`the external credential has no ${name}`);
};

/**
 * A parameter's value: the principal's own, else the external credential's (Metadata API Developer Guide,
 * ExternalCredential: parameterGroup).
 */
const parameterValue = (
  body: ComponentBody,
  principal: StoredPrincipal,
  type: string,
  name: string,
): string | undefined => {
  const found = nested(body, 'externalCredentialParameters').filter(
    ({ parameterType, parameterName }) =>
      parameterType === type && (parameterName === name || type === 'AuthProviderUrl'),
  );
  const own = found.find(({ parameterGroup }) => parameterGroup === principal.name) ?? found[0];
  return typeof own?.parameterValue === 'string' ? own.parameterValue : undefined;
};

const additionalStatusCodes = (body: ComponentBody): readonly number[] =>
  nested(body, 'externalCredentialParameters')
    .filter(({ parameterType }) => parameterType === 'AdditionalRefreshStatusCode')
    .map(({ parameterValue: value }) => Number(value));
