import { ours } from '../../api-error.ts';
import type { ComponentBody } from '../../store/collections.ts';
import type { View } from '../../store/database.ts';
import { missingReference } from '../../uncertain.ts';
import type { ParsedComponent } from '../parse-component.ts';
import { nested } from '../principal-types.ts';
import { componentKey, withoutNamespace } from '../principals.ts';
import { ComponentProblem } from '../problem.ts';

/** A component to be stored, and its org. Earlier components of the deploy are already there. */
export interface CheckInput {
  readonly view: View;
  readonly fullName: string;
  readonly parsed: ParsedComponent;
  /** The org's current version of it. */
  readonly before?: ComponentBody | undefined;
}

/** Each element with a repeated name, with its values. */
export const parameters = (parsed: ParsedComponent, name: string) =>
  nested(parsed.body, name).map((body, index) => ({ body, element: parsed.elements(name)[index] }));

type Place = ConstructorParameters<typeof ComponentProblem>[1];

export function refuse(message: string, place: Place): never {
  throw new ComponentProblem(message, place);
}

export function refuseOurs(message: string, place: Place): never {
  refuse(ours(message), place);
}

/**
 * Fields with the name of another component, and that component's type (Metadata WSDL, by the fields'
 * descriptions).
 */
const REFERENCES: Readonly<Record<string, string>> = {
  authProvider: 'AuthProvider',
  certificate: 'Certificate',
  jwtSigningCertificate: 'Certificate',
  externalAuthIdentityProvider: 'ExternalAuthIdentityProvider',
  externalCredential: 'ExternalCredential',
  outboundNetworkConnection: 'OutboundNetworkConnection',
};

/** Every reference in `body` must lead to a component of the org or of this deploy. */
export const checkReferences = (view: View, body: ComponentBody, place: Place): void => {
  for (const [field, type] of Object.entries(REFERENCES)) {
    const name = body[field];
    if (typeof name === 'string' && !exists(view, type, name))
      refuse(missingReference(field, type, name), place);
  }
};

export const exists = (view: View, type: string, name: string): boolean => {
  if (view.get('component', componentKey(type, withoutNamespace(view, name)))) return true;
  const wanted = name.toLowerCase();
  return view.all('existing').some((other) => other.type === type && other.name.toLowerCase() === wanted);
};
