import type { Change } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { Desired } from '../kinds/desired.ts';
import type { StageName } from '../kinds/kind.ts';
import type { OrgState } from '../kinds/state.ts';
import type { Rewrite } from '../kinds/wanted-value.ts';
import type { SavedPlan } from './plan-file.ts';
import type { Snapshot } from './snapshot.ts';

/** What a goal asks for once the org is read, beyond the differences. */
export interface Adapted {
  readonly desired: Desired;
  readonly changes?: readonly Change[];
  readonly notes?: readonly string[];
}

/**
 * The purpose of a run. A deploy, a promotion and a rollback go through the same steps and differ only in the state
 * that they aim for.
 */
export interface Goal {
  /** Its name in the history. */
  readonly what: Snapshot['what'];
  /** The deploy that is rolled back, the commit, or the environment where the promoted state was proven. */
  readonly of?: string | undefined;
  /** Components are rendered for its API version, and failures point into it. */
  readonly config: Config;
  readonly desired: Desired;
  /** Computes the desired state if it depends on the org; default `desired`. */
  readonly adapt?: ((state: OrgState) => Adapted) | undefined;
  /** Remarks that the goal adds to the plan. */
  readonly notes?: readonly string[] | undefined;
  /** A rollback leaves what an org must not lose. */
  readonly isRollback?: boolean | undefined;
  /** Credentials to write even if nothing differs. */
  readonly rewrite?: Rewrite | undefined;
  /** Applies only these stages; default: all. */
  readonly only?: readonly StageName[] | undefined;
  readonly approvedPlan?: SavedPlan | undefined;
}
