import type { Observation } from '../../conformance/observe.ts';
import type { FactComponent } from '../../conformance/own.ts';
import type { Ask } from '../../engine/approve.ts';
import type { Org } from '../../salesforce/index.ts';

export interface ConformanceOptions {
  /** An alias or username of the sf CLI. If absent or `local`, starts a temporary local org. */
  readonly targetOrg?: string | undefined;
  /** Default 66.0. */
  readonly apiVersion?: string | undefined;
  /** Ids of the facts to ask for; default: all. */
  readonly only?: readonly string[] | undefined;
  /** Also asks for facts that create or rotate keys. */
  readonly withKeys?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly ask?: Ask | undefined;
  /** File for the result. */
  readonly out?: string | undefined;
  /** Version of keyway, for the result. */
  readonly version: string;
  readonly signal?: AbortSignal | undefined;
  /** Called as the run progresses. */
  readonly listener?: Partial<ConformanceListener> | undefined;
  /** Time limit for the questions, in milliseconds; default 12 minutes, which leaves three for the cleanup. */
  readonly longest?: number | undefined;
}

export interface ConformanceListener {
  /**
   * Announces what will be created, by fact, as in `ExternalCredential KwConfRows, …`, and what an earlier run left
   * and this one removes first.
   */
  announced(org: Org, components: ReadonlyMap<string, string>, earlier: readonly FactComponent[]): void;
  seen(observation: Observation, at: number, of: number): void;
  /** Announces what is about to be removed; `before`: what an earlier run left. */
  removing(own: readonly FactComponent[], when: 'before' | 'after'): void;
}

/** Reports each observation with its number. */
export function countObservations(of: number, { listener }: ConformanceOptions): (seen: Observation) => void {
  let at = 0;
  return (observation) => {
    at += 1;
    listener?.seen?.(observation, at, of);
  };
}
