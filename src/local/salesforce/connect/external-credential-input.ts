import { notEmulated } from '../api-error.ts';
import { parameterIds } from '../metadata/parameter-ids.ts';
import { principalsOf } from '../metadata/principals.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { UNKNOWN_PARAMETER_IDS_ARE_IGNORED } from '../uncertain.ts';
import { VALUE_FIELD } from './external-credential-form.ts';
import { authenticationVariant, connectProtocolOf } from './find-principal.ts';
import type { Fields } from './input.ts';
import {
  CONNECT_PRINCIPAL_TYPES,
  CONNECT_PROTOCOLS,
  CONNECT_VARIANTS,
  EXTERNAL_PARAMETER_TYPES,
  toMetadataProtocol,
} from './protocols.ts';
import { definedFields } from './put.ts';
import { absent, refused } from './refusals.ts';

/** Credential Custom Header Input. */
export const HEADER_INPUT: Fields = {
  headerName: { kind: 'string', required: true },
  headerValue: { kind: 'string', required: true },
  sequenceNumber: { kind: 'integer' },
};

/** External Credential Parameter Input, and the part of it that named credentials share. */
export const parameterInput = (types: readonly string[]): Fields => ({
  id: { kind: 'string' },
  parameterDescription: { kind: 'string' },
  parameterName: { kind: 'string', required: true },
  parameterType: { kind: { oneOf: types }, required: true },
  parameterValue: { kind: 'string' },
});

const PARAMETER_INPUT = parameterInput(EXTERNAL_PARAMETER_TYPES);

/** Connect REST API Developer Guide, External Credential Input, with its lists of fields. */
export const EXTERNAL_CREDENTIAL_INPUT: Fields = {
  authenticationProtocol: { kind: { oneOf: CONNECT_PROTOCOLS }, required: true },
  authenticationProtocolVariant: { kind: { oneOf: CONNECT_VARIANTS } },
  customHeaders: { kind: { list: HEADER_INPUT } },
  developerName: { kind: 'string' },
  masterLabel: { kind: 'string', required: true },
  parameters: { kind: { list: PARAMETER_INPUT } },
  principals: {
    kind: {
      list: {
        id: { kind: 'string' },
        parameters: { kind: { list: PARAMETER_INPUT } },
        principalName: { kind: 'string', required: true },
        principalType: { kind: { oneOf: CONNECT_PRINCIPAL_TYPES }, required: true },
        sequenceNumber: { kind: 'integer', required: true },
      },
    },
  },
};

export interface HeaderInput {
  readonly headerName: string;
  readonly headerValue: string;
  readonly sequenceNumber?: number | null;
}

export interface ParameterInput {
  readonly id?: string | null;
  readonly parameterName: string;
  readonly parameterType: string;
  readonly parameterValue?: string | null;
  readonly parameterDescription?: string | null;
}

interface PrincipalInput {
  readonly id?: string | null;
  readonly principalName: string;
  readonly principalType: string;
  readonly sequenceNumber: number;
  readonly parameters?: readonly ParameterInput[] | null;
}

export interface ExternalCredentialInput {
  readonly authenticationProtocol: string;
  readonly authenticationProtocolVariant?: string | null;
  readonly customHeaders?: readonly HeaderInput[] | null;
  readonly developerName?: string | null;
  readonly masterLabel: string;
  readonly parameters?: readonly ParameterInput[] | null;
  readonly principals?: readonly PrincipalInput[] | null;
}

/** Converts an input to the component that a deploy would create. Throws an ApiError. */
export const externalCredentialBody = (
  view: View,
  input: ExternalCredentialInput,
  before: StoredComponent | undefined,
): ComponentBody => {
  const variant = variantOf(input, before);
  checkIds(view, input, before);
  const protocol = toMetadataProtocol(input.authenticationProtocol);
  const variantParameter = {
    parameterName: protocol,
    parameterType: 'AuthProtocolVariant',
    parameterValue: variant,
  };
  return definedFields({
    authenticationProtocol: protocol,
    // Connect REST has no description, so that of a deploy stays.
    description: before?.body.description,
    externalCredentialParameters: [
      ...(variant === undefined ? [] : [definedFields(variantParameter)]),
      ...(input.parameters ?? []).map((parameter) => parameterBody(parameter)),
      ...(input.principals ?? []).flatMap(principalBodies),
      ...(input.customHeaders ?? []).map((header) => headerBody(header, 'AuthHeader')),
    ],
    label: input.masterLabel,
  });
};

/** "If specified, the authentication protocol variant must match the actual protocol variant of the external credential." */
const variantOf = (
  input: ExternalCredentialInput,
  before: StoredComponent | undefined,
): string | undefined => {
  const given = input.authenticationProtocolVariant ?? undefined;
  if (before === undefined) return given;
  const protocol = connectProtocolOf(before.body);
  if (input.authenticationProtocol !== protocol)
    throw refused(`the authentication protocol of ${before.fullName} is ${protocol}, and stays`);
  const variant = authenticationVariant(before.body);
  if (given !== undefined && given !== variant)
    throw refused(
      `the authentication protocol variant of ${before.fullName} is ${variant ?? 'none'}, and stays`,
    );
  return variant;
};

const parameterBody = (
  { parameterName, parameterType, parameterValue, parameterDescription }: ParameterInput,
  parameterGroup?: string,
): ComponentBody =>
  definedFields({
    description: parameterDescription,
    parameterGroup,
    parameterName,
    parameterType,
    [VALUE_FIELD[parameterType] ?? 'parameterValue']: parameterValue,
  });

/** A principal's own parameters are in the group with its name (Metadata API Developer Guide, ExternalCredential). */
const principalBodies = (principal: PrincipalInput): readonly ComponentBody[] => {
  const { principalName: name, principalType, sequenceNumber, parameters } = principal;
  return [
    definedFields({
      parameterGroup: name,
      parameterName: name,
      parameterType: principalType,
      sequenceNumber,
    }),
    ...(parameters ?? []).map((parameter) => parameterBody(parameter, name)),
  ];
};

export const headerBody = (header: HeaderInput, parameterType: 'AuthHeader' | 'HttpHeader'): ComponentBody =>
  definedFields({
    parameterName: header.headerName,
    parameterType,
    parameterValue: header.headerValue,
    sequenceNumber: header.sequenceNumber,
  });

/** An id belongs to one parameter or principal. Using it for another would rename that one, which is not emulated. */
const checkIds = (view: View, input: ExternalCredentialInput, before: StoredComponent | undefined): void => {
  const known = new Map<string, string>();
  if (before) {
    for (const { id, type, name } of principalsOf(view, before.fullName)) known.set(id, `${type}/${name}`);
    for (const { id, type, name } of parameterIds(view, before.fullName)) known.set(id, `${type}/${name}`);
  }
  const check = (id: string | null | undefined, type: string, name: string): void => {
    if (typeof id !== 'string') return;
    const owner = known.get(id);
    if (owner === undefined && !UNKNOWN_PARAMETER_IDS_ARE_IGNORED) throw absent(`the parameter ${id}`);
    if (owner !== undefined && owner !== `${type}/${name}`)
      throw notEmulated(`renaming ${owner} to ${type}/${name} by its id`);
  };
  const principals = input.principals ?? [];
  for (const { id, principalType, principalName } of principals) check(id, principalType, principalName);
  const parameters = [...(input.parameters ?? []), ...principals.flatMap((one) => one.parameters ?? [])];
  for (const { id, parameterType, parameterName } of parameters) check(id, parameterType, parameterName);
};
