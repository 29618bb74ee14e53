import { KeywayError } from '../../errors/index.ts';
import { type OtherGrant, readOtherGrants } from '../../salesforce/index.ts';
import type { Desired } from '../desired.ts';
import type { Check } from '../link-check.ts';
import type { Session } from '../session.ts';

declare module '../state.ts' {
  interface OrgState {
    /** Profiles and groups that give access to principals of the config; `hidden` if this user may not see them. */
    readonly otherGrants?: readonly OtherGrant[] | 'hidden';
  }
}

/** Profiles and groups also give access, and no metadata shows it, so this queries the rows. */
export async function readOtherPrincipalGrants({ org }: Session, { components }: Desired) {
  const names = components
    .filter(({ type }) => type === 'ExternalCredential')
    .map(({ fullName }) => fullName);
  if (names.length === 0) return {};
  try {
    return { otherGrants: await readOtherGrants(org, names) };
  } catch (error) {
    if (!(error instanceof KeywayError) || error.code !== 'Forbidden') throw error;
    return { otherGrants: 'hidden' as const };
  }
}

/** Notes on them in a plan. */
export function otherGrantNotes(grants: readonly OtherGrant[] | 'hidden' = []): readonly string[] {
  if (grants === 'hidden')
    return [
      'keyway can\'t see which profiles and permission set groups give access to the principals: the user needs "View Setup and Configuration"',
    ];
  return grants.map(({ principal, by }) => `the ${by} gives access to ${principal} too: ${remedy(by)}`);
}

/** Checks of them in a verification. The check of an `exclusive` permission set says more. */
export function checkOtherGrants(
  grants: readonly OtherGrant[] | 'hidden' = [],
  judged: readonly string[],
): readonly Check[] {
  if (grants === 'hidden') return [];
  return grants
    .filter(({ principal }) => !judged.includes(principal))
    .map(({ principal, by }) => ({
      link: 'PrincipalAccess',
      name: `${by} → ${principal}`,
      ok: true,
      warning: true,
      message: `gives access too: ${remedy(by)}`,
    }));
}

/** How to remove the access. A config can't express either of them. */
function remedy(by: string): string {
  return by.startsWith('profile ')
    ? "principals of profiles can't be deployed, so change it in Setup"
    : 'it comes from a permission set in the group';
}
