import { desiredOf } from '../engine/desired.ts';
import { readAndComplete } from '../engine/read-state.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { verifyOrg } from '../engine/verify.ts';
import type { Check } from '../kinds/link-check.ts';

export interface VerifyOptions extends OrgOptions {
  /** Makes the call of `check:` through each named credential that has one. */
  readonly callout?: boolean | undefined;
  /** The current time, which decides how long certificates are valid; default: this machine's. */
  readonly now?: (() => Date) | undefined;
}

export interface VerifyResult extends OrgSummary {
  readonly checks: readonly Check[];
}

/** Reads the chain back and checks each link. Changes nothing. */
export function verify(options: VerifyOptions): Promise<VerifyResult & Remarks> {
  return withSession(options, async (session) => {
    const back = await readAndComplete(session, desiredOf(session.config));
    const { callout, now } = options;
    const checks = await verifyOrg(session, back, { whole: true, callout, now, events: true });
    return { ...describeOrg(session), checks };
  });
}
