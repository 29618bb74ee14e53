import { desiredOf, questionOf, readState } from '../plan/index.ts';
import { type Check, checkChain } from '../verify/index.ts';
import { type OrgOptions, openSession, type Remarks } from './session.ts';
import { describeOrg, headingOf, type OrgSummary } from './summary.ts';

export interface VerifyResult extends OrgSummary {
  readonly checks: readonly Check[];
}

/** Reads the chain back, link by link; changes nothing. */
export async function verify(options: OrgOptions): Promise<VerifyResult & Remarks> {
  const session = await openSession(options);
  try {
    const desired = desiredOf(session.config);
    const checks = checkChain(desired, await readState(session.org, questionOf(desired)));
    return { ...describeOrg(session), checks, heading: headingOf(session), warnings: session.warnings };
  } finally {
    await session.close();
  }
}

/** Something is broken; what cannot be proven from here is not. */
export function isBroken(checks: readonly Check[]): boolean {
  return checks.some(({ ok }) => ok === false);
}
