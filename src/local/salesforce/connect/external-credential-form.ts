import { parameterId } from '../metadata/parameter-ids.ts';
import { isPrincipalType, nested } from '../metadata/principal-types.ts';
import { principalsOf, writtenPrincipals } from '../metadata/principals.ts';
import { sequenceOf } from '../metadata/sequence.ts';
import type { ComponentBody, StoredComponent, StoredPrincipal } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { CUSTOM_STATUS, WHOLE_STATUS_NEEDS_ALL_PRINCIPALS } from '../uncertain.ts';
import { authenticationVariant, connectProtocolOf } from './find-principal.ts';
import { authenticationStatus, storedCredential } from './stored-credential.ts';

/** The field with a parameter's value, by type, if it isn't parameterValue. */
export const VALUE_FIELD: Readonly<Record<string, string>> = {
  AuthProvider: 'authProvider',
  ExternalAuthIdentityProvider: 'externalAuthIdentityProvider',
  SigningCertificate: 'certificate',
};

/** Types that Connect shows separately: principals, custom headers, and the variant. */
const SHOWN_ELSEWHERE = ['AuthHeader', 'AuthProtocolVariant'];

/** An external credential in Connect REST for a user (Connect REST API Developer Guide, External Credential). */
export const externalCredentialForm = (
  view: View,
  component: StoredComponent,
  userId: string,
  base: string,
): object => {
  const { body, fullName } = component;
  const all = nested(body, 'externalCredentialParameters');
  const principals = writtenPrincipals(body);
  const groups = new Set(principals.map(({ parameterGroup }) => parameterGroup));
  const stored = principalsOf(view, fullName);
  const parameters = all.filter(
    ({ parameterType }) =>
      !isPrincipalType(parameterType) && !SHOWN_ELSEWHERE.includes(String(parameterType)),
  );
  const forms = (list: readonly ComponentBody[]) => list.map((one) => parameterForm(view, fullName, one));
  const shown = principals.map((parameter) => ({
    ...principalForm(view, component, userId, findStored(stored, parameter)),
    parameters: forms(parameters.filter(({ parameterGroup }) => parameterGroup === parameter.parameterGroup)),
    sequenceNumber: parameter.sequenceNumber ?? null,
  }));
  return {
    authenticationProtocol: connectProtocolOf(body),
    authenticationProtocolVariant: authenticationVariant(body) ?? null,
    authenticationStatus: wholeStatus(shown.map(({ authenticationStatus: status }) => status)),
    createdByNamespace: null,
    customHeaders: customHeaders(all, 'AuthHeader', (header) => ({
      id: parameterId(view, fullName, header) ?? null,
    })),
    developerName: fullName,
    id: component.id,
    masterLabel: body.label,
    parameters: forms(parameters.filter(({ parameterGroup }) => !groups.has(parameterGroup as string))),
    principals: shown,
    relatedNamedCredentials: relatedNamedCredentials(view, fullName).map((one) =>
      namedCredentialSummary(one, base),
    ),
    url: `${base}/named-credentials/external-credentials/${fullName}`,
  };
};

const findStored = (
  stored: readonly StoredPrincipal[],
  parameter: ComponentBody,
): StoredPrincipal | undefined =>
  stored.find(({ type, name }) => type === parameter.parameterType && name === parameter.parameterName);

const principalForm = (
  view: View,
  { body }: StoredComponent,
  userId: string,
  principal: StoredPrincipal | undefined,
) => {
  const kind = {
    protocol: connectProtocolOf(body),
    variant: authenticationVariant(body),
    principalType: principal?.type ?? '',
  };
  const credential = principal && storedCredential(view, principal, userId);
  return {
    authenticationStatus: authenticationStatus(view, kind, credential),
    id: principal?.id ?? null,
    principalName: principal?.name ?? null,
    principalType: principal?.type ?? null,
  };
};

const wholeStatus = (statuses: readonly string[]): string => {
  if (statuses.includes(CUSTOM_STATUS)) return CUSTOM_STATUS;
  const configured = (status: string): boolean => status === 'Configured';
  const enough = WHOLE_STATUS_NEEDS_ALL_PRINCIPALS ? statuses.every(configured) : statuses.some(configured);
  return statuses.length > 0 && enough ? 'Configured' : 'NotConfigured';
};

/** External Credential Parameter. */
const parameterForm = (view: View, externalCredential: string, parameter: ComponentBody): object => {
  const type = String(parameter.parameterType);
  return {
    id: parameterId(view, externalCredential, parameter) ?? null,
    parameterDescription: parameter.description ?? null,
    parameterName: parameter.parameterName,
    parameterType: type,
    parameterValue: parameter[VALUE_FIELD[type] ?? 'parameterValue'] ?? null,
  };
};

/** Credential Custom Header, in sending order. */
export const customHeaders = (
  parameters: readonly ComponentBody[],
  type: 'AuthHeader' | 'HttpHeader',
  more: (header: ComponentBody) => object = () => ({}),
): object[] =>
  parameters
    .filter(({ parameterType }) => parameterType === type)
    .toSorted((a, b) => sequenceOf(a) - sequenceOf(b))
    .map((header) => ({
      headerName: header.parameterName,
      headerValue: header.parameterValue ?? null,
      ...more(header),
      sequenceNumber: header.sequenceNumber ?? null,
    }));

/** The named credentials that authenticate with it. */
export const relatedNamedCredentials = (
  view: View,
  externalCredential: string,
): readonly StoredComponent[] => {
  const wanted = externalCredential.toLowerCase();
  return view
    .all('component')
    .filter(({ body }) =>
      nested(body, 'namedCredentialParameters').some(
        (parameter) => String(parameter.externalCredential ?? '').toLowerCase() === wanted,
      ),
    );
};

export const namedCredentialSummary = ({ fullName, id, body }: StoredComponent, base: string): object => ({
  calloutUrl: namedCredentialUrl(body),
  developerName: fullName,
  id,
  masterLabel: body.label,
  type: body.namedCredentialType,
  url: `${base}/named-credentials/named-credential-setup/${fullName}`,
});

export const namedCredentialUrl = (body: ComponentBody): string | null => {
  const parameter = nested(body, 'namedCredentialParameters').find(
    ({ parameterType }) => parameterType === 'Url',
  );
  return typeof parameter?.parameterValue === 'string' ? parameter.parameterValue : null;
};
