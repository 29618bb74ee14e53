import { readCredential } from '../../salesforce/index.ts';
import { askEach } from '../ask-each.ts';
import type { Desired } from '../desired.ts';
import type { Session } from '../session.ts';
import type { OrgState } from '../state.ts';

/** What is stored for each principal. */
export async function readCredentials(
  session: Session,
  { principals }: Desired,
): Promise<Pick<OrgState, 'credentials'>> {
  if (principals.length === 0) return { credentials: new Map() };
  const org = await session.credentialOrg();
  const answers = await askEach(
    principals,
    async (principal) => [principal.name, await readCredential(org, principal)] as const,
  );
  return { credentials: new Map(answers) };
}
