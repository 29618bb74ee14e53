import { restDatetime } from '../clock.ts';
import type { Caller, Org } from '../org.ts';

/** Who writes rows, and when. */
export interface DmlContext {
  readonly org: Org;
  readonly userId: string;
  /** In the format of rows. */
  readonly now: string;
  /** 66 for `v66.0`. */
  readonly apiVersion: number;
  /** Whether it is a high-assurance session. */
  readonly highAssurance: boolean;
}

export const dmlContext = (org: Org, { user, session }: Caller, apiVersion: number): DmlContext => ({
  org,
  userId: String(user.Id),
  now: restDatetime(org.clock.now()),
  apiVersion,
  highAssurance: session.highAssurance,
});
