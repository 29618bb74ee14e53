import type { ExternalCredentialParameter, NamedCredentialParameter } from '@salesforce/types/metadata';
import { compareBytes } from '../../metadata/component.ts';
import { otherDefaultGroup } from './uncertain.ts';

/*
 * The fixed order of parameters. An org returns them in the order in which they were made, which says nothing;
 * keyway's own order depends on what the parameters are and not on where they stood in the file, so that a
 * config that was read back renders the same bytes. Within one type: sequenceNumber, then name.
 *
 * External credentials: variant, provider, token URL and its query parameters, AWS parameters, Scope and other
 * AuthParameters, signing certificate, claims of header and body, status codes, headers. Then each principal
 * by sequence, followed by the parameters of its own group.
 *
 * Named credentials: Url, Authentication, headers, certificate, private connection, allowed namespaces, others.
 */

const externalCredentialTypes = [
  'AuthProtocolVariant',
  'AuthProvider',
  'ExternalAuthIdentityProvider',
  'AuthProviderUrl',
  'AuthProviderUrlQueryParameter',
  'AuthParameter',
  'SigningCertificate',
  'JwtHeaderClaim',
  'JwtBodyClaim',
  'AdditionalRefreshStatusCode',
  'AuthHeader',
];
const namedCredentialTypes = [
  'Url',
  'Authentication',
  'HttpHeader',
  'ClientCertificate',
  'OutboundNetworkConnection',
  'AllowedManagedPackageNamespaces',
  'ManagedByNamespace',
];
/** These come first among their type, in this order, since that is how people read them. */
const firstNames = ['AwsService', 'AwsRegion', 'AwsAccountId', 'Scope'];

export const defaultGroup = 'DefaultGroup';
const principalTypes: readonly string[] = ['NamedPrincipal', 'PerUserPrincipal', 'AwsStsPrincipal'];

export function isPrincipal(parameter: { readonly parameterType: string }): boolean {
  return principalTypes.includes(parameter.parameterType);
}

/** The group that a parameter belongs to, whether it was written down or not. */
export function groupOf(parameter: ExternalCredentialParameter): string {
  const group = parameter.parameterGroup;
  if (group === undefined) return isPrincipal(parameter) ? parameter.parameterName : defaultGroup;
  return group === otherDefaultGroup ? defaultGroup : group;
}

/** Sorts parameters of an external credential; `parameterOf` finds them in whatever carries them. */
export function inOrder<T>(items: readonly T[], parameterOf: (item: T) => ExternalCredentialParameter): T[] {
  const groups = items
    .map(parameterOf)
    .filter(isPrincipal)
    .sort((left, right) => compareWithin(left, right, []))
    .map((principal) => groupOf(principal));
  const place = (parameter: ExternalCredentialParameter) => {
    const group = groupOf(parameter);
    if (group === defaultGroup && !isPrincipal(parameter)) return -1;
    return groups.indexOf(group) === -1 ? groups.length : groups.indexOf(group);
  };
  return items.toSorted((a, b) => {
    const [left, right] = [parameterOf(a), parameterOf(b)];
    return (
      place(left) - place(right) ||
      compareBytes(groupOf(left), groupOf(right)) ||
      Number(isPrincipal(right)) - Number(isPrincipal(left)) ||
      compareWithin(left, right, externalCredentialTypes)
    );
  });
}

/** The same for a named credential. */
export function inNamedCredentialOrder<T>(
  items: readonly T[],
  parameterOf: (item: T) => NamedCredentialParameter,
): T[] {
  return items.toSorted((a, b) => compareWithin(parameterOf(a), parameterOf(b), namedCredentialTypes));
}

interface Sortable {
  readonly parameterType: string;
  readonly parameterName: string;
  readonly sequenceNumber?: number;
}

function compareWithin(left: Sortable, right: Sortable, types: readonly string[]): number {
  return (
    rank(types, left.parameterType) - rank(types, right.parameterType) ||
    compareSequence(left, right) ||
    rank(firstNames, left.parameterName) - rank(firstNames, right.parameterName) ||
    compareBytes(left.parameterName, right.parameterName) ||
    compareBytes(canonical(left), canonical(right))
  );
}

/** By sequenceNumber; what has none comes last. */
function compareSequence(left: Sortable, right: Sortable): number {
  const [first, second] = [left.sequenceNumber, right.sequenceNumber];
  if (first === second) return 0;
  if (first === undefined) return 1;
  return second === undefined ? -1 : first - second;
}

function rank(order: readonly string[], item: string): number {
  const index = order.indexOf(item);
  return index === -1 ? order.length : index;
}

function canonical(parameter: object): string {
  return JSON.stringify(Object.entries(parameter).sort(([left], [right]) => compareBytes(left, right)));
}
