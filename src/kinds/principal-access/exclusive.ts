import type { PrincipalGrant } from '../../salesforce/index.ts';
import { sameUser } from '../assignment/compare.ts';
import type { Check } from '../link-check.ts';

export interface ExclusiveSet {
  readonly permissionSet: string;
  /** `AcmeKms-KeyService` */
  readonly principals: readonly string[];
  readonly assignTo: readonly string[];
}

/** Nobody but those under `assignTo` may reach the principals of an exclusive permission set, by whatever way. */
export function checkExclusive(
  sets: readonly ExclusiveSet[],
  grants: readonly PrincipalGrant[],
): readonly Check[] {
  return sets.map(({ permissionSet, principals, assignTo }): Check => {
    const ways = grants
      .filter(({ principal }) => principals.includes(principal))
      .flatMap((grant) => foreignWays(grant, permissionSet, assignTo));
    const unique = [...new Set(ways)];
    return {
      link: 'Exclusive',
      name: permissionSet,
      ok: unique.length === 0,
      message:
        unique.length === 0
          ? 'nobody else reaches its principals'
          : `others reach its principals: ${unique.join('; ')}`,
    };
  });
}

/** A profile is a way in even while nobody has it: the next user may. */
function foreignWays(
  { principal, by, permissionSet, holders }: PrincipalGrant,
  own: string,
  assignTo: readonly string[],
): readonly string[] {
  const others = holders.filter((holder) => !assignTo.some((assignee) => sameUser(assignee, holder)));
  if (permissionSet === own) return others.map((holder) => `${holder} by ${by}`);
  const who = others.length > 0 ? ` (${others.join(', ')})` : '';
  return by.startsWith('profile ') || others.length > 0 ? [`${by} grants ${principal}${who}`] : [];
}
