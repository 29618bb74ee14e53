import { ours } from '../../api-error.ts';
import type { ComponentBody } from '../../store/collections.ts';
import type { View } from '../../store/database.ts';
import { missingReference } from '../../uncertain.ts';
import type { ParsedComponent } from '../parse-component.ts';
import { nested } from '../principal-types.ts';
import { componentKey, withoutNamespace } from '../principals.ts';
import { ComponentProblem } from '../problem.ts';

/** A component about to be kept, and the org it will be in: components before it in the deploy are there already. */
export interface CheckInput {
  readonly view: View;
  readonly fullName: string;
  readonly parsed: ParsedComponent;
  /** What the org has of it. */
  readonly before?: ComponentBody | undefined;
}

/** Each element of a repeated name with the values read from it. */
export const parameters = (parsed: ParsedComponent, name: string) =>
  nested(parsed.body, name).map((body, index) => ({ body, element: parsed.elements(name)[index] }));

type Place = ConstructorParameters<typeof ComponentProblem>[1];

export function refuse(message: string, place: Place): never {
  throw new ComponentProblem(message, place);
}

export function refuseOurs(message: string, place: Place): never {
  refuse(ours(message), place);
}

/** Fields that hold the name of another component, and that component's type (Metadata WSDL, by the fields' descriptions). */
const REFERENCES: Readonly<Record<string, string>> = {
  authProvider: 'AuthProvider',
  certificate: 'Certificate',
  jwtSigningCertificate: 'Certificate',
  externalAuthIdentityProvider: 'ExternalAuthIdentityProvider',
  externalCredential: 'ExternalCredential',
  outboundNetworkConnection: 'OutboundNetworkConnection',
};

/** Every reference in `body` must lead somewhere: to a component of the org, or of this deploy. */
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
