import type { Change, Plan } from './change.ts';
import type { Config } from './config.ts';
import type { Desired } from './desired.ts';
import type { Outcomes } from './outcomes.ts';
import type { Session } from './session.ts';
import type { OrgState } from './state.ts';

/** Shows the stages of a run. */
export interface Progress {
  /**
   * Runs one stage under a title. `update` shows its progress; `done` builds the final line. On an error, marks the
   * line as failed and rethrows.
   */
  stage<T>(
    title: string,
    run: (update: (text: string) => void) => Promise<T>,
    done: (result: T) => string,
  ): Promise<T>;
  /** Prints a line for people. */
  line(text: string): void;
}

/** The desired state, the actual state, and the plan between them. */
export interface Planned {
  readonly desired: Desired;
  readonly state: OrgState;
  readonly plan: Plan;
}

/** What the steps of a deploy share. */
export interface Run {
  readonly session: Session;
  /** Components are rendered for its API version, and failures point into it. */
  readonly config: Config;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  /** The current time, which decides what is due. */
  readonly now: () => Date;
  /** Time to wait for a job, in milliseconds; undefined: the default for that kind of job. */
  readonly wait: number | undefined;
  /** Only lets the org validate. Changes nothing. */
  readonly dryRun: boolean;
  /** Assigns permission sets by REST instead of anonymous Apex. */
  readonly noApex: boolean;
  /** Skips keys that the documented limit doesn't allow yet, without asking the org. */
  readonly respectRotationLimit: boolean;
  /**
   * Records a change in the org or another system as soon as it is known, so that a run that fails later can report
   * it.
   */
  readonly record: (outcomes: Partial<Outcomes>) => void;
  /** Adds a sentence for people, once. */
  readonly remark: (sentence: string) => void;
}

/**
 * Values of the secrets that a plan writes, by change (`Credential AcmeKms-KeyService`), then by key. In memory
 * only.
 */
export type Secrets = ReadonlyMap<string, SecretValues>;

/** Resolved values of one secret by key; in memory only. */
export type SecretValues = ReadonlyMap<string, string>;

/** The key by which a change's secrets are looked up. */
export function changeKey({ type, name }: Pick<Change, 'type' | 'name'>): string {
  return `${type} ${name}`;
}
