import type { Change } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { Desired } from '../kinds/desired.ts';
import type { StageName } from '../kinds/kind.ts';
import type { OrgState } from '../kinds/state.ts';
import type { Rewrite } from '../kinds/wanted-value.ts';
import type { SavedPlan } from './plan-file.ts';
import type { Snapshot } from './snapshot.ts';

/** What is wanted of an org once it is known, beyond what follows from a comparison. */
export interface Adapted {
  readonly desired: Desired;
  readonly changes?: readonly Change[];
  readonly notes?: readonly string[];
}

/**
 * What a run is for. A deploy, a promotion and a rollback go through the same steps; they differ in the state that they
 * want.
 */
export interface Goal {
  /** What it is called in the history. */
  readonly what: Snapshot['what'];
  /** Of what: the deploy that is rolled back, the commit, or where the promoted state was proven. */
  readonly of?: string | undefined;
  /** What is sent is rendered for its API version, and failures are shown in it. */
  readonly config: Config;
  readonly desired: Desired;
  /** What is wanted where that depends on what the org has; default `desired`. */
  readonly adapt?: ((state: OrgState) => Adapted) | undefined;
  /** Remarks of its own for the plan. */
  readonly notes?: readonly string[] | undefined;
  /** A way back leaves what an org must not lose. */
  readonly isWayBack?: boolean | undefined;
  /** Credentials that are written even where nothing differs. */
  readonly rewrite?: Rewrite | undefined;
  /** Only these stages; default all. */
  readonly only?: readonly StageName[] | undefined;
  readonly approvedPlan?: SavedPlan | undefined;
}
