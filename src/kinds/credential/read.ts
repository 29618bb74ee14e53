import { readCredential } from '../../salesforce/index.ts';
import { askEach } from '../ask-each.ts';
import type { Desired } from '../desired.ts';
import type { Session } from '../session.ts';
import type { OrgState } from '../state.ts';

/** What is stored for each principal that all users share; what each user has stored is each user's own. */
export async function readCredentials(
  session: Session,
  { principals }: Desired,
): Promise<Pick<OrgState, 'credentials'>> {
  const shared = principals.filter(({ principalType }) => principalType !== 'PerUserPrincipal');
  if (shared.length === 0) return { credentials: new Map() };
  const org = await session.credentialOrg();
  const answers = await askEach(
    shared,
    async (principal) => [principal.name, await readCredential(org, principal)] as const,
  );
  return { credentials: new Map(answers) };
}
