import { compareBytes } from '../../metadata/component.ts';
import type { Located } from '../../metadata/metadata-type.ts';
import { compareParameters, type Order, type Ordered } from '../parameters/order.ts';
import { otherDefaultGroup } from './uncertain.ts';

/**
 * Order: variant, provider, token URL and its query parameters, AWS parameters, Scope and other AuthParameters,
 * signing certificate, claims of header and body, status codes, headers. Then each principal by sequence, followed
 * by the parameters of its own group.
 */
const order: Order = {
  types: [
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
  ],
  firstNames: ['AwsService', 'AwsRegion', 'AwsAccountId', 'Scope'],
};

export const defaultGroup = 'DefaultGroup';
const principalTypes: readonly string[] = ['NamedPrincipal', 'PerUserPrincipal', 'AwsStsPrincipal'];

export function isPrincipal(parameter: { readonly parameterType: string }): boolean {
  return principalTypes.includes(parameter.parameterType);
}

interface Grouped extends Ordered {
  readonly parameterGroup?: unknown;
}

/** The group of a parameter, explicit or default. */
export function groupOf(parameter: Grouped): string {
  const group = parameter.parameterGroup;
  if (group === undefined) return isPrincipal(parameter) ? parameter.parameterName : defaultGroup;
  return group === otherDefaultGroup ? defaultGroup : String(group);
}

/** Normalises the group of a parameter to the name that files of orgs use. */
export function normalizeGroup<T extends Grouped>({ item, origin }: Located<T>): Located<T> {
  return { item: { ...item, parameterGroup: groupOf(item) }, origin };
}

/** Sorts parameters of an external credential; `parameterOf` extracts the parameter from an item. */
export function sortParameters<T>(items: readonly T[], parameterOf: (item: T) => Grouped): T[] {
  const groups = items
    .map(parameterOf)
    .filter(isPrincipal)
    .sort((left, right) => compareParameters(left, right, { ...order, types: [] }))
    .map((principal) => groupOf(principal));
  const place = (parameter: Grouped) => {
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
      compareParameters(left, right, order)
    );
  });
}
