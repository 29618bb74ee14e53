import type { PrincipalGrant } from '../../salesforce/index.ts';
import { sameUser } from '../assignment/compare.ts';
import type { Check } from '../link-check.ts';

declare module '../desired.ts' {
  interface Desired {
    /** Permission sets whose principals nobody else may reach. */
    readonly exclusive?: readonly ExclusiveSet[] | undefined;
  }
}

export interface ExclusiveSet {
  readonly permissionSet: string;
  /** `AcmeKms-KeyService` */
  readonly principals: readonly string[];
  readonly assignTo: readonly string[];
}

/**
 * Checks that only users under `assignTo` can reach the principals of an exclusive permission set, by any route. An
 * answer proves that only if it also shows our own grant and its users.
 */
export function checkExclusive(
  sets: readonly ExclusiveSet[],
  grants: readonly PrincipalGrant[],
): readonly Check[] {
  return sets.map(({ permissionSet, principals, assignTo }): Check => {
    const foreignGrants = grants
      .filter(({ principal }) => principals.includes(principal))
      .flatMap((grant) => findForeignGrants(grant, permissionSet, assignTo));
    const base = { link: 'Exclusive', name: permissionSet };
    const unique = [...new Set(foreignGrants)];
    if (unique.length > 0)
      return { ...base, ok: false, message: `others can use its principals: ${unique.join('; ')}` };
    const unseen = unseenIn({ permissionSet, principals, assignTo }, grants);
    if (unseen.length === 0) return { ...base, ok: true, message: 'nobody else can use its principals' };
    const message = `not proven: the org doesn't show ${unseen.join(', ')}. Sign in as a user with View Setup and Configuration and View All Users. If that doesn't help, the org lists no grants of principals, and keyway can't prove this`;
    return { ...base, ok: null, message };
  });
}

/** What the answer must show to prove anything: our own grant of each principal, and the users who have it. */
function unseenIn(
  { permissionSet, principals, assignTo }: ExclusiveSet,
  grants: readonly PrincipalGrant[],
): readonly string[] {
  return principals.flatMap((principal) => {
    const own = grants.find(
      (grant) => grant.principal === principal && grant.permissionSet === permissionSet,
    );
    if (!own) return [`that ${permissionSet} grants ${principal}`];
    return assignTo
      .filter((assignee) => !own.holders.some((holder) => sameUser(holder, assignee)))
      .map((assignee) => `that ${assignee} has ${permissionSet}`);
  });
}

/** A profile counts even if nobody has it, because the next user may get it. */
function findForeignGrants(
  { principal, by, permissionSet, holders }: PrincipalGrant,
  own: string,
  assignTo: readonly string[],
): readonly string[] {
  const others = holders.filter((holder) => !assignTo.some((assignee) => sameUser(assignee, holder)));
  if (permissionSet === own) return others.map((holder) => `${holder} by ${by}`);
  const who = others.length > 0 ? ` (${others.join(', ')})` : '';
  return by.startsWith('profile ') || others.length > 0 ? [`${by} grants ${principal}${who}`] : [];
}
