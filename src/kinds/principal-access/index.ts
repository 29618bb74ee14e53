import { readPrincipalGrants } from '../../salesforce/index.ts';
import type { Config } from '../config.ts';
import type { Kind, Verification } from '../kind.ts';
import type { Check } from '../link-check.ts';
import { checkCallouts, wantedCallouts } from './callout.ts';
import { checkExclusive, type ExclusiveSet } from './exclusive.ts';
import { checkOtherGrants, otherGrantNotes, readOtherPrincipalGrants } from './other-grants.ts';

/*
 * Who can reach which principal, by any route. Two kinds need this: an exclusive permission set, and a named
 * credential that is called as a test.
 */
export const principalAccess: Kind = {
  types: [],
  stage: 'assignments',
  desired: (config) => ({ exclusive: exclusiveSets(config), callouts: wantedCallouts(config) }),
  read: readOtherPrincipalGrants,
  compare: ({ state }) => ({ notes: otherGrantNotes(state.otherGrants) }),
  verify,
};

async function verify({ session, desired, state, callout }: Verification): Promise<readonly Check[]> {
  const { exclusive = [] } = desired;
  const callouts = callout ? (desired.callouts ?? []) : [];
  const others = checkOtherGrants(
    state.otherGrants,
    exclusive.flatMap(({ principals }) => principals),
  );
  if (exclusive.length + callouts.length === 0) return others;
  const credentials = new Set([
    ...exclusive.flatMap(({ principals }) => principals.map((principal) => principal.split('-', 1)[0] ?? '')),
    ...callouts.map(({ externalCredential }) => externalCredential),
  ]);
  const grants = await readPrincipalGrants(session.org, [...credentials]);
  return [
    ...others,
    ...checkExclusive(exclusive, grants),
    ...(await checkCallouts(session.org, callouts, grants)),
  ];
}

function exclusiveSets({ permissionSets = {} }: Config): readonly ExclusiveSet[] {
  return Object.entries(permissionSets)
    .filter(([, { exclusive }]) => exclusive)
    .map(([permissionSet, { principals = [], assignTo = [] }]) => ({ permissionSet, principals, assignTo }));
}
