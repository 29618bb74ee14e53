import type { Observation } from '../../conformance/observe.ts';
import type { Own } from '../../conformance/own.ts';
import type { Ask } from '../../engine/approve.ts';
import type { Org } from '../../salesforce/index.ts';

export interface ConformanceOptions {
  /** An alias or username of the sf CLI; without it, or as `local`, a local org is started and thrown away. */
  readonly targetOrg?: string | undefined;
  /** Default 66.0. */
  readonly apiVersion?: string | undefined;
  /** Ids of the facts to ask for; default all. */
  readonly only?: readonly string[] | undefined;
  /** Asks for facts that make or rotate keys, too. */
  readonly withKeys?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly ask?: Ask | undefined;
  /** Where to write the result. */
  readonly out?: string | undefined;
  /** Version of keyway, for the result. */
  readonly version: string;
  readonly signal?: AbortSignal | undefined;
  /** What the run tells as it goes. */
  readonly tell?: Partial<ConformanceNews> | undefined;
  /** How long facts are asked for, in milliseconds; default 12 minutes, which leaves three to clean up. */
  readonly longest?: number | undefined;
}

export interface ConformanceNews {
  /**
   * What will be made, before anything is: by fact, as `ExternalCredential KwConfRows, …`; and what an earlier run left, which
   * goes first.
   */
  announced(org: Org, components: ReadonlyMap<string, string>, earlier: readonly Own[]): void;
  seen(observation: Observation, at: number, of: number): void;
  /** What is about to be removed: before the facts are asked for, what an earlier run left. */
  removing(own: readonly Own[], when: 'before' | 'after'): void;
}

/** Tells each observation with its number. */
export function counted(of: number, { tell }: ConformanceOptions): (seen: Observation) => void {
  let at = 0;
  return (observation) => {
    at += 1;
    tell?.seen?.(observation, at, of);
  };
}
