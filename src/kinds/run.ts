import type { Change, Plan } from './change.ts';
import type { Config } from './config.ts';
import type { Desired } from './desired.ts';
import type { Outcomes } from './outcomes.ts';
import type { Session } from './session.ts';
import type { OrgState } from './state.ts';

/** Shows the stages of a run to whoever waits for it. */
export interface Progress {
  /**
   * Runs one stage under a title. `update` says how far it is; `done` makes the line that stays.
   * Errors pass through after the line is marked as failed.
   */
  stage<T>(
    title: string,
    run: (update: (text: string) => void) => Promise<T>,
    done: (result: T) => string,
  ): Promise<T>;
  /** A line for people. */
  line(text: string): void;
}

/** What is wanted, what is there, and what a deploy would do about it. */
export interface Planned {
  readonly desired: Desired;
  readonly state: OrgState;
  readonly plan: Plan;
}

/** Everything that the steps of a deploy share. */
export interface Run {
  readonly session: Session;
  /** What is rendered for its API version, and where failures are shown in it. */
  readonly config: Config;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  /** The time, by which it is told what is due. */
  readonly now: () => Date;
  /** How long to wait for a job, in milliseconds; undefined: as long as is usual for it. */
  readonly wait: number | undefined;
  /** The org validates, and nothing is changed. */
  readonly dryRun: boolean;
  /** Assign by REST rows instead of anonymous Apex. */
  readonly noApex: boolean;
  /** Leaves keys that it is too early for by the documented limit, without asking the org. */
  readonly respectRotationLimit: boolean;
  /** Says what has just been done in the org or beside it, as soon as it is known: a run that fails later tells it. */
  readonly did: (outcomes: Partial<Outcomes>) => void;
  /** Adds a sentence for people, each once. */
  readonly remark: (sentence: string) => void;
}

/** Values of the secrets that a plan writes, by change (`Credential AcmeKms-KeyService`), then by key. In memory only. */
export type Secrets = ReadonlyMap<string, SecretValues>;

/** Resolved values of one secret by key; in memory only. */
export type SecretValues = ReadonlyMap<string, string>;

/** How a change is named where its secrets are looked up. */
export function changeKey({ type, name }: Pick<Change, 'type' | 'name'>): string {
  return `${type} ${name}`;
}
