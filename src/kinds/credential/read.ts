import {
  type AuthenticationStatus,
  readCredential,
  readExternalCredentials,
} from '../../salesforce/index.ts';
import { askEach } from '../ask-each.ts';
import type { Desired } from '../desired.ts';
import type { Session } from '../session.ts';
import type { OrgState } from '../state.ts';
import type { PrincipalName } from './compare.ts';

declare module '../desired.ts' {
  interface Desired {
    /** Names of principals for which the config has no credentials. */
    readonly foreignPrincipals?: readonly string[];
  }
}

/**
 * Reads what is stored for each shared principal that a plan may write. Values stored for each user belong to that
 * user.
 */
export async function readCredentials(
  session: Session,
  { principals, foreignPrincipals = [] }: Desired,
): Promise<Pick<OrgState, 'credentials'>> {
  const foreign = new Set(foreignPrincipals);
  const shared = principals.filter((one) => isShared(one) && !foreign.has(one.name));
  if (shared.length === 0) return { credentials: new Map() };
  const org = await session.credentialOrg();
  const answers = await askEach(
    shared,
    async (principal) => [principal.name, await readCredential(org, principal)] as const,
  );
  return { credentials: new Map(answers) };
}

/** Reads the status of principals for which the config has no credentials, in the fewest requests. */
export async function readForeignStatuses(
  session: Session,
  { principals, foreignPrincipals = [] }: Desired,
): Promise<ReadonlyMap<string, AuthenticationStatus | undefined>> {
  const foreign = new Set(foreignPrincipals);
  const asked = principals.filter((one) => isShared(one) && foreign.has(one.name));
  if (asked.length === 0) return new Map();
  const names = [...new Set(asked.map(({ externalCredential }) => externalCredential))];
  const answers = await readExternalCredentials(await session.credentialOrg(), names);
  return new Map(
    asked.map(({ name, externalCredential, principalName, principalType }) => [
      name,
      answers
        .get(externalCredential)
        ?.principals?.find(
          (one) => one.principalName === principalName && one.principalType === principalType,
        )?.authenticationStatus,
    ]),
  );
}

function isShared({ principalType }: PrincipalName): boolean {
  return principalType !== 'PerUserPrincipal';
}
