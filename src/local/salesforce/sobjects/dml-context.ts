import { restDatetime } from '../clock.ts';
import type { Caller, Org } from '../org.ts';

/** In whose name and when rows are written. */
export interface DmlContext {
  readonly org: Org;
  readonly userId: string;
  /** As rows carry it. */
  readonly now: string;
  /** 66 for `v66.0`. */
  readonly apiVersion: number;
  /** Whether the session was stepped up. */
  readonly highAssurance: boolean;
}

export const dmlContext = (org: Org, { user, session }: Caller, apiVersion: number): DmlContext => ({
  org,
  userId: String(user.Id),
  now: restDatetime(org.clock.now()),
  apiVersion,
  highAssurance: session.highAssurance,
});
