import { nested } from '../metadata/principal-types.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { customHeaders, namedCredentialUrl } from './external-credential-form.ts';
import { connectProtocolOf, findExternalCredential } from './find-principal.ts';
import { NAMED_PARAMETER_TYPES } from './protocols.ts';

/** The field with a named credential parameter's value, by type, if it isn't parameterValue. */
export const NAMED_VALUE_FIELD: Readonly<Record<string, string>> = { ClientCertificate: 'certificate' };

const parameterTypes: readonly string[] = NAMED_PARAMETER_TYPES;

/** A named credential in Connect REST (Connect REST API Developer Guide, Named Credential), at an API version. */
export const namedCredentialForm = (
  view: View,
  { body, fullName, id }: StoredComponent,
  base: string,
  version: number,
): object => {
  const all = nested(body, 'namedCredentialParameters');
  const carrier = (type: string, field: string): string | undefined => {
    const value = all.find(({ parameterType }) => parameterType === type)?.[field];
    return typeof value === 'string' ? value : undefined;
  };
  const externalCredential = carrier('Authentication', 'externalCredential');
  const network = carrier('OutboundNetworkConnection', 'outboundNetworkConnection');
  return {
    calloutOptions: {
      allowMergeFieldsInBody: body.allowMergeFieldsInBody === true,
      allowMergeFieldsInHeader: body.allowMergeFieldsInHeader === true,
      generateAuthorizationHeader: body.generateAuthorizationHeader === true,
    },
    ...(version >= 59 ? { calloutStatus: body.calloutStatus } : {}),
    calloutUrl: namedCredentialUrl(body),
    createdByNamespace: null,
    customHeaders: customHeaders(all, 'HttpHeader'),
    ...(version >= 64 ? { description: body.description ?? null } : {}),
    developerName: fullName,
    externalCredentials: externalCredential === undefined ? [] : [summary(view, externalCredential, base)],
    id,
    masterLabel: body.label,
    networkConnection: network === undefined ? null : { developerName: network },
    parameters: all
      .filter(({ parameterType }) => parameterTypes.includes(String(parameterType)))
      .map(parameterForm),
    type: body.namedCredentialType,
    url: `${base}/named-credentials/named-credential-setup/${fullName}`,
  };
};

const summary = (view: View, name: string, base: string): object => {
  const { body, fullName, id } = findExternalCredential(view, name);
  return {
    authenticationProtocol: connectProtocolOf(body),
    developerName: fullName,
    id,
    masterLabel: body.label,
    url: `${base}/named-credentials/external-credentials/${fullName}`,
  };
};

const parameterForm = (parameter: ComponentBody): object => ({
  parameterDescription: parameter.description ?? null,
  parameterName: parameter.parameterName,
  parameterType: parameter.parameterType,
  parameterValue: parameter[NAMED_VALUE_FIELD[String(parameter.parameterType)] ?? 'parameterValue'] ?? null,
});
