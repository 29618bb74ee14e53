import PQueue from 'p-queue';
import { readCredential } from '../../salesforce/index.ts';
import type { Desired } from '../desired.ts';
import type { Session } from '../session.ts';
import type { OrgState } from '../state.ts';

const requestsAtOnce = 5;

/** The API knows one principal a call: several calls at once, but not all. */
export async function readCredentials(
  session: Session,
  { principals }: Desired,
): Promise<Pick<OrgState, 'credentials'>> {
  if (principals.length === 0) return { credentials: new Map() };
  const org = await session.credentialOrg();
  const queue = new PQueue({ concurrency: requestsAtOnce });
  const answers = await queue.addAll(
    principals.map(
      (principal) => async () => [principal.name, await readCredential(org, principal)] as const,
    ),
  );
  return { credentials: new Map(answers) };
}
