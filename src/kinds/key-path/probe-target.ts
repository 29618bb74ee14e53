import { endpointPlaceholder } from '../../config/references.ts';
import type { ProbeAuthentication, ProbeHeader } from '../../keys/probe/authentication.ts';
import type { ProbeTarget } from '../../keys/probe/types.ts';
import type { SecretsByOwner } from '../credential/resolve-secrets.ts';
import { sortParameters } from '../external-credential/parameter-order.ts';
import { inNamedCredentialOrder } from '../named-credential/parameters.ts';
import type { KeyChain } from './chain.ts';
import { authenticationOf, legacyAuthentication, unsupported } from './probe-authentication.ts';

export interface ProbeQuestion {
  readonly identifier: string;
  /** Whether the org expects its requestId in the answer. */
  readonly replayDetection: boolean;
  /** The principal that the key is fetched as. */
  readonly principal: string | undefined;
  readonly secrets: SecretsByOwner;
}

/** The URL and authentication for a cache-only key. If it can't be called from here, the authentication says why. */
export function probeTargetOf(chain: KeyChain, question: ProbeQuestion): ProbeTarget {
  const { namedCredential, externalCredential } = chain;
  const { fullName, metadata } = namedCredential;
  const parameters = inNamedCredentialOrder(metadata.namedCredentialParameters ?? []);
  const shared = sortParameters(
    externalCredential?.metadata.externalCredentialParameters ?? [],
    (parameter) => parameter,
  );
  return {
    url: urlOf(chain),
    identifier: question.identifier,
    replayDetection: question.replayDetection,
    authentication: authenticationThrough(chain, question),
    headers: [...headersOf(parameters), ...headersOf(shared)],
    blocked:
      metadata.calloutStatus === 'Disabled'
        ? `callouts of ${fullName} are disabled, so Salesforce makes none`
        : undefined,
    authorizationHeader: metadata.generateAuthorizationHeader,
  };
}

/** The URL of the named credential; empty if it has none. */
function urlOf({ namedCredential: { metadata } }: KeyChain): string {
  const url = metadata.namedCredentialParameters?.find(({ parameterType }) => parameterType === 'Url');
  return url?.parameterValue ?? metadata.endpoint ?? '';
}

/** Whether the chain leads to CipherTrust's endpoint of an org whose URL isn't known yet. */
export function isEndpointOpen(chain: KeyChain): boolean {
  return urlOf(chain) === endpointPlaceholder;
}

function authenticationThrough(chain: KeyChain, { principal, secrets }: ProbeQuestion): ProbeAuthentication {
  const { namedCredential, externalCredential, externalCredentialName: name } = chain;
  const { fullName, metadata } = namedCredential;
  const has = (type: string) =>
    metadata.namedCredentialParameters?.some(({ parameterType }) => parameterType === type);
  if (isEndpointOpen(chain))
    return {
      ...unsupported(`${fullName} leads to CipherTrust's endpoint of the org, whose URL isn't known here`),
      connect: false,
    };
  if (metadata.namedCredentialType === 'PrivateEndpoint' || has('OutboundNetworkConnection'))
    return { ...unsupported(`${fullName} uses a private connection of the org`), connect: false };
  if (has('ClientCertificate') || metadata.certificate !== undefined)
    return unsupported(`${fullName} uses a certificate of the org, whose key never leaves the org`);
  if (metadata.namedCredentialType === 'Legacy')
    return legacyAuthentication(namedCredential, secrets.legacy.get(fullName));
  if (name === undefined) return unsupported(`${fullName} has no external credential`);
  if (!externalCredential) return unsupported(`the external credential ${name} isn't known here`);
  return authenticationOf(externalCredential, principal, secrets.credentials.get(`${name}-${principal}`));
}

interface Parameter {
  readonly parameterType: string;
  readonly parameterName: string;
  readonly parameterValue?: string | undefined;
}

/** Headers in the order in which they are sent, which is that of the parameters. */
function headersOf(parameters: readonly Parameter[]): readonly ProbeHeader[] {
  return parameters
    .filter(({ parameterType }) => parameterType === 'HttpHeader' || parameterType === 'AuthHeader')
    .map(({ parameterName: name, parameterValue: value = '' }) => ({ name, value }));
}
