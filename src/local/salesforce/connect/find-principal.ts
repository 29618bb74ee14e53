import { nested } from '../metadata/principal-types.ts';
import { componentKey, principalsOf, withoutNamespace } from '../metadata/principals.ts';
import type { ComponentBody, StoredComponent, StoredPrincipal } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { CONNECT_PRINCIPAL_TYPES, type PrincipalKind, toConnectProtocol } from './protocols.ts';
import { absent, missing, notOneOf, refused } from './refusals.ts';

/** A request's reference to a principal. The name may be absent if only one principal can match. */
export interface PrincipalReference {
  readonly externalCredential?: unknown;
  readonly principalType?: unknown;
  readonly principalName?: unknown;
}

export interface FoundPrincipal extends PrincipalKind {
  readonly component: StoredComponent;
  readonly principal: StoredPrincipal;
}

export const authenticationVariant = (body: ComponentBody): string | undefined => {
  const parameter = nested(body, 'externalCredentialParameters').find(
    ({ parameterType }) => parameterType === 'AuthProtocolVariant',
  );
  return typeof parameter?.parameterValue === 'string' ? parameter.parameterValue : undefined;
};

export const connectProtocolOf = (body: ComponentBody): string =>
  toConnectProtocol(String(body.authenticationProtocol));

export const findExternalCredential = (view: View, name: string): StoredComponent => {
  const component = view.get('component', componentKey('ExternalCredential', withoutNamespace(view, name)));
  if (component === undefined) throw absent(`the external credential ${printable(name)}`);
  return component;
};

/**
 * Finds the principal of a request (Connect REST API Developer Guide, Credential: principalName is "required if
 * principalType is NamedPrincipal"). Throws an ApiError, 404 if there is none.
 */
export const findPrincipalOf = (view: View, reference: PrincipalReference): FoundPrincipal => {
  const externalCredential = text(reference.externalCredential);
  const principalType = text(reference.principalType);
  const principalName = text(reference.principalName);
  if (externalCredential === undefined) throw missing('externalCredential');
  if (principalType === undefined) throw missing('principalType');
  if (!(CONNECT_PRINCIPAL_TYPES as readonly string[]).includes(principalType))
    throw notOneOf('principalType', CONNECT_PRINCIPAL_TYPES);
  if (principalType === 'NamedPrincipal' && principalName === undefined) throw missing('principalName');
  const component = findExternalCredential(view, externalCredential);
  const found = principalsOf(view, component.fullName).filter(
    ({ type, name }) =>
      type === principalType && (principalName === undefined || sameName(name, principalName)),
  );
  const [principal] = found;
  const described =
    principalName === undefined ? principalType : `${principalType} ${printable(principalName)}`;
  if (principal === undefined) throw absent(`the principal ${described} of ${component.fullName}`);
  if (found.length > 1)
    throw refused(`${component.fullName} has several of ${described}: give principalName`);
  const { body } = component;
  return {
    component,
    principal,
    protocol: connectProtocolOf(body),
    variant: authenticationVariant(body),
    principalType,
  };
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A name from a request, in the form for an error message. */
const printable = (name: string): string => JSON.stringify(name.slice(0, 100));
