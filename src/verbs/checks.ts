import type { Config } from '../config/index.ts';
import { readPrincipalGrants } from '../org/index.ts';
import type { Desired, OrgState } from '../plan/index.ts';
import {
  type Check,
  checkCallouts,
  checkChain,
  checkExclusive,
  type WantedCallout,
} from '../verify/index.ts';
import type { Session } from './session.ts';

/** Every link of the chain, and what else was asked for: who else reaches the principals, a real call. */
export async function checkSession(
  { config, org }: Session,
  desired: Desired,
  state: OrgState,
  callout = false,
): Promise<readonly Check[]> {
  const chain = checkChain(desired, state);
  const exclusive = exclusiveSets(config);
  const callouts = callout ? wantedCallouts(config) : [];
  if (exclusive.length + callouts.length === 0) return chain;
  const credentials = new Set([
    ...exclusive.flatMap(({ principals }) => principals.map((principal) => principal.split('-', 1)[0] ?? '')),
    ...callouts.map(({ externalCredential }) => externalCredential),
  ]);
  const grants = await readPrincipalGrants(org, [...credentials]);
  return [...chain, ...checkExclusive(exclusive, grants), ...(await checkCallouts(org, callouts, grants))];
}

function exclusiveSets({ permissionSets = {} }: Config) {
  return Object.entries(permissionSets)
    .filter(([, { exclusive }]) => exclusive)
    .map(([permissionSet, { principals = [], assignTo = [] }]) => ({ permissionSet, principals, assignTo }));
}

function wantedCallouts({
  namedCredentials = {},
  externalCredentials = {},
}: Config): readonly WantedCallout[] {
  return Object.entries(namedCredentials).flatMap(([namedCredential, value]): readonly WantedCallout[] => {
    if (value.type === 'Legacy' || !value.check) return [];
    const { method = 'GET', path = '', expect = 200 } = value.check;
    const externalCredential =
      typeof value.externalCredential === 'string'
        ? value.externalCredential
        : value.externalCredential.value;
    const principals = Object.keys(externalCredentials[externalCredential]?.principals ?? {});
    return [
      {
        namedCredential,
        externalCredential,
        method,
        path,
        expect: typeof expect === 'number' ? [expect] : expect,
        principals: principals.map((principal) => `${externalCredential}-${principal}`),
      },
    ];
  });
}
