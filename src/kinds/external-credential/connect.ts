import type { ExternalCredentialComponent } from './metadata.ts';
import { defaultGroup, groupOf, isPrincipal } from './parameter-order.ts';

/** A parameter in Connect REST (Connect REST API Developer Guide, External Credential Parameter Input). */
interface ConnectParameter {
  readonly parameterName: string;
  readonly parameterType: string;
  readonly parameterValue?: string;
  readonly parameterDescription?: string;
}

/**
 * Converts an external credential to the form of Connect REST. There, principals, headers and the variant are
 * separate from the parameters, and a parameter that names another component has the name as its value.
 */
export function toConnect({ fullName, metadata }: ExternalCredentialComponent) {
  const all = metadata.externalCredentialParameters ?? [];
  const variant = all.find(({ parameterType }) => parameterType === 'AuthProtocolVariant')?.parameterValue;
  const plain = all.filter(
    (parameter) => !isPrincipal(parameter) && !separateTypes.has(parameter.parameterType),
  );
  return {
    developerName: fullName,
    masterLabel: metadata.label,
    authenticationProtocol: metadata.authenticationProtocol,
    ...(variant === undefined ? {} : { authenticationProtocolVariant: variant }),
    parameters: plain.filter((parameter) => groupOf(parameter) === defaultGroup).map(toParameter),
    principals: all.filter(isPrincipal).map((principal, index) => {
      const {
        parameterName: principalName,
        parameterType: principalType,
        sequenceNumber = index + 1,
      } = principal;
      const parameters = plain
        .filter((parameter) => groupOf(parameter) === groupOf(principal))
        .map(toParameter);
      return {
        principalName,
        principalType,
        sequenceNumber,
        ...(parameters.length > 0 ? { parameters } : {}),
      };
    }),
    customHeaders: all
      .filter(({ parameterType }) => parameterType === 'AuthHeader')
      .map(({ parameterName: headerName, parameterValue: headerValue = '', sequenceNumber }, index) => ({
        headerName,
        headerValue,
        sequenceNumber: sequenceNumber ?? index + 1,
      })),
  };
}

/** Parameter types that have their own field in this form. */
const separateTypes: ReadonlySet<string> = new Set(['AuthProtocolVariant', 'AuthHeader']);

function toParameter(
  parameter: ExternalCredentialComponent['metadata']['externalCredentialParameters'][number],
): ConnectParameter {
  const {
    parameterName,
    parameterType,
    description,
    authProvider,
    certificate,
    externalAuthIdentityProvider,
  } = parameter;
  const value = parameter.parameterValue ?? authProvider ?? certificate ?? externalAuthIdentityProvider;
  return {
    parameterName,
    parameterType,
    ...(value === undefined ? {} : { parameterValue: value }),
    ...(description === undefined ? {} : { parameterDescription: description }),
  };
}
