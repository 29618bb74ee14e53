import { KeywayError } from '../errors/index.ts';
import {
  authenticationOf,
  type ProbeAuthentication,
  type ProbeHeader,
  parametersOfExternalCredential,
} from '../keys/probe/authentication.ts';
import type { ProbeTarget } from '../keys/probe/types.ts';
import type { Config } from '../kinds/config.ts';
import type { SecretValues } from '../kinds/credential/apply.ts';
import { type NamedCredentialComponent, toComponents } from '../kinds/metadata.ts';

/** Secrets as references became values: a deploy's own, or those that only a probe needs. */
export interface ProbeSecrets {
  /** By principal (`AcmeKms-KeyService`), then by key. */
  readonly credentials: ReadonlyMap<string, SecretValues>;
  /** Of legacy named credentials by developer name, then by field. */
  readonly legacy?: ReadonlyMap<string, SecretValues> | undefined;
}

export interface ProbeQuestion extends ProbeSecrets {
  /** Developer name. */
  readonly namedCredential: string;
  readonly identifier: string;
  /** What the org says of the setting; default what the config says, off where it says nothing. */
  readonly replayDetection?: boolean | undefined;
}

/**
 * What is to be called for a cache-only key, and how, by the config alone: as the principal that the Automated Process
 * user is given. Where it cannot be done from here, the authentication is `unsupported` and says why.
 *
 * @throws KeywayError `NamedCredentialUnknown` where the config has no such named credential
 */
export function probeTargetOf(config: Config, question: ProbeQuestion): ProbeTarget {
  const { namedCredential: name, identifier } = question;
  const component = namedCredentialOf(config, name);
  const { metadata } = component;
  const parameters = metadata.namedCredentialParameters ?? [];
  const url = parameters.find(({ parameterType }) => parameterType === 'Url')?.parameterValue;
  const externalCredential = externalCredentialOf(component);
  return {
    url: url ?? metadata.endpoint ?? '',
    identifier,
    replayDetection: question.replayDetection ?? config.encryptionKeySettings?.enableReplayDetection ?? false,
    authentication: authenticationThrough(config, component, question),
    headers: [
      ...headersOf(parameters),
      ...(externalCredential === undefined
        ? []
        : headersOf(parametersOfExternalCredential(config, externalCredential))),
    ],
    blocked:
      metadata.calloutStatus === 'Disabled'
        ? `The callouts of ${name} are disabled, so that Salesforce makes none.`
        : undefined,
    authorizationHeader: metadata.generateAuthorizationHeader,
  };
}

function namedCredentialOf(config: Config, name: string): NamedCredentialComponent {
  const written = config.namedCredentials?.[name];
  const components = written
    ? toComponents({ namedCredentials: { [name]: written } }, { apiVersion: config.apiVersion })
    : [];
  const component = components.find((candidate) => candidate.type === 'NamedCredential');
  if (component) return component;
  throw new KeywayError('NamedCredentialUnknown', `${config.file} has no named credential ${name}.`, {
    actions: [
      'A key service is called by what the file says of its named credential: write it there, or correct the name.',
    ],
  });
}

function externalCredentialOf({ metadata }: NamedCredentialComponent): string | undefined {
  return metadata.namedCredentialParameters?.find(({ parameterType }) => parameterType === 'Authentication')
    ?.externalCredential;
}

function authenticationThrough(
  config: Config,
  component: NamedCredentialComponent,
  { credentials, legacy }: ProbeSecrets,
): ProbeAuthentication {
  const { fullName, metadata } = component;
  const has = (type: string) =>
    metadata.namedCredentialParameters?.some(({ parameterType }) => parameterType === type);
  if (metadata.namedCredentialType === 'PrivateEndpoint' || has('OutboundNetworkConnection'))
    return { ...unsupported(`${fullName} goes through a private connection of the org`), connect: false };
  if (has('ClientCertificate') || metadata.certificate !== undefined)
    return unsupported(`${fullName} shows a certificate of the org, whose key never leaves it`);
  if (metadata.namedCredentialType === 'Legacy')
    return legacyAuthentication(component, legacy?.get(fullName));
  const externalCredential = externalCredentialOf(component);
  if (externalCredential === undefined) return unsupported(`${fullName} names no external credential`);
  const principal = principalOf(config, externalCredential);
  return authenticationOf(
    config,
    externalCredential,
    principal,
    credentials.get(`${externalCredential}-${principal}`),
  );
}

/**
 * The principal that calls are made with: of those that permission sets for autoproc grant, or of all where the file
 * assigns none, the first by sequence.
 */
export function principalOf(config: Config, externalCredential: string): string | undefined {
  const { principals = {} } = config.externalCredentials?.[externalCredential] ?? {};
  const granted = new Set(
    Object.values(config.permissionSets ?? {})
      .filter(({ assignTo }) => assignTo?.some((user) => user === 'autoproc'))
      .flatMap(({ principals = [] }) => principals),
  );
  const all = Object.entries(principals).map(([name, { sequence }], index) => ({
    name,
    sequence: sequence ?? index + 1,
  }));
  const reached = all.filter(({ name }) => granted.has(`${externalCredential}-${name}`));
  return (reached.length > 0 ? reached : all).toSorted((a, b) => a.sequence - b.sequence)[0]?.name;
}

/** Of the format before API 56.0 (Metadata API Developer Guide, NamedCredential): no secret, or user name and password. */
function legacyAuthentication(
  { fullName, metadata }: NamedCredentialComponent,
  secrets: SecretValues | undefined,
): ProbeAuthentication {
  const { protocol = 'NoAuthentication', principalType, username } = metadata;
  if (protocol === 'NoAuthentication' || principalType === 'Anonymous') return { kind: 'none' };
  const password = secrets?.get('password');
  if (protocol === 'Password' && principalType !== 'PerUser' && username && password)
    return { kind: 'basic', username, password };
  return unsupported(`${fullName} is of the legacy type, and its secret is in the org alone`);
}

interface Parameter {
  readonly parameterType: string;
  readonly parameterName: string;
  readonly parameterValue?: string | undefined;
}

/** In the order in which they are sent, which is that of the parameters. */
function headersOf(parameters: readonly Parameter[]): readonly ProbeHeader[] {
  return parameters
    .filter(({ parameterType }) => parameterType === 'HttpHeader' || parameterType === 'AuthHeader')
    .map(({ parameterName: name, parameterValue: value = '' }) => ({ name, value }));
}

function unsupported(reason: string): ProbeAuthentication & { readonly kind: 'unsupported' } {
  return { kind: 'unsupported', reason };
}
