import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import {
  HEADER_INPUT,
  type HeaderInput,
  headerBody,
  type ParameterInput,
  parameterInput,
} from './external-credential-input.ts';
import type { Fields } from './input.ts';
import { NAMED_VALUE_FIELD } from './named-credential-form.ts';
import { NAMED_CREDENTIAL_TYPES, NAMED_PARAMETER_TYPES } from './protocols.ts';
import { definedFields } from './put.ts';
import { refused } from './refusals.ts';

/** Connect REST API Developer Guide, Named Credential Input. It has no calloutStatus. */
export const NAMED_CREDENTIAL_INPUT: Fields = {
  calloutOptions: {
    kind: {
      object: {
        allowMergeFieldsInBody: { kind: 'boolean' },
        allowMergeFieldsInHeader: { kind: 'boolean' },
        generateAuthorizationHeader: { kind: 'boolean' },
      },
    },
  },
  calloutUrl: { kind: 'string', required: true },
  customHeaders: { kind: { list: HEADER_INPUT } },
  description: { kind: 'string', since: 64 },
  developerName: { kind: 'string' },
  externalCredentials: { kind: { list: { developerName: { kind: 'string', required: true } } } },
  masterLabel: { kind: 'string', required: true },
  networkConnection: { kind: { object: { developerName: { kind: 'string', required: true } } } },
  parameters: { kind: { list: parameterInput(NAMED_PARAMETER_TYPES) } },
  type: { kind: { oneOf: NAMED_CREDENTIAL_TYPES }, required: true },
};

export interface NamedCredentialInput {
  readonly calloutOptions?: Readonly<Record<string, boolean | null>> | null;
  readonly calloutUrl: string;
  readonly customHeaders?: readonly HeaderInput[] | null;
  readonly description?: string | null;
  readonly externalCredentials?: readonly { readonly developerName: string }[] | null;
  readonly masterLabel: string;
  readonly networkConnection?: { readonly developerName: string } | null;
  readonly parameters?: readonly ParameterInput[] | null;
  readonly type: string;
}

/** Converts an input to the component that a deploy would create. Throws an ApiError. */
export const namedCredentialBody = (
  input: NamedCredentialInput,
  before: StoredComponent | undefined,
): ComponentBody => {
  const [externalCredential, ...others] = input.externalCredentials ?? [];
  if (others.length > 0) throw refused('externalCredentials names more than one');
  const network = input.networkConnection?.developerName;
  return definedFields({
    ...input.calloutOptions,
    // The input can't set it, so the old value stays.
    calloutStatus: before?.body.calloutStatus,
    description: input.description,
    label: input.masterLabel,
    namedCredentialParameters: [
      definedFields({ parameterName: 'Url', parameterType: 'Url', parameterValue: input.calloutUrl }),
      ...(externalCredential
        ? [
            definedFields({
              externalCredential: externalCredential.developerName,
              parameterName: 'ExternalCredential',
              parameterType: 'Authentication',
            }),
          ]
        : []),
      ...(network === undefined
        ? []
        : [
            definedFields({
              outboundNetworkConnection: network,
              parameterName: 'OutboundNetworkConnection',
              parameterType: 'OutboundNetworkConnection',
            }),
          ]),
      ...(input.customHeaders ?? []).map((header) => headerBody(header, 'HttpHeader')),
      ...(input.parameters ?? []).map(parameterBody),
    ],
    namedCredentialType: input.type,
  });
};

const parameterBody = (parameter: ParameterInput): ComponentBody =>
  definedFields({
    description: parameter.parameterDescription,
    parameterName: parameter.parameterName,
    parameterType: parameter.parameterType,
    [NAMED_VALUE_FIELD[parameter.parameterType] ?? 'parameterValue']: parameter.parameterValue,
  });
