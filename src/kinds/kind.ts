import type { Problem } from '../config/index.ts';
import type { PermissionNeed } from '../salesforce/index.ts';
import type { Change, ChangeType, FieldChange, Plan, Risk } from './change.ts';
import type { Config } from './config.ts';
import type { ComponentName, Desired } from './desired.ts';
import type { Check } from './link-check.ts';
import type { Component } from './metadata.ts';
import type { KeyOutcome, Outcomes } from './outcomes.ts';
import type { KindRollback } from './rollback.ts';
import type { Planned, Run, Secrets } from './run.ts';
import type { Login, Session } from './session.ts';
import type { OrgState } from './state.ts';
import type { Readable, Rewrite } from './wanted-value.ts';

/** The stages of a deploy, in order. `cipherTrust` runs before the org changes. */
export const stageNames = ['cipherTrust', 'metadata', 'credentials', 'assignments', 'keys'] as const;
export type StageName = (typeof stageNames)[number];

/** The stages that users can choose with `--only`. */
export const userStages = ['metadata', 'credentials', 'assignments', 'keys'] as const;

/** The desired and the actual state, with the changes that earlier kinds found. */
export interface Comparison {
  readonly desired: Desired;
  readonly state: OrgState;
  readonly changes: readonly Change[];
  /** Returns the value of an unencrypted part, if its reference has a value here. */
  readonly readable: Readable;
  /** Secrets to write even if nothing differs. */
  readonly rewrite: Rewrite;
}

export interface Compared {
  readonly changes?: readonly Change[];
  /** Remarks for people: what can't be compared, and what stays unchanged. */
  readonly notes?: readonly string[];
}

/** A permission that a sign-in needs, and its purpose: "this deploy". */
export interface NeededPermission {
  readonly login: Login;
  readonly need: PermissionNeed;
  readonly what: string;
}

/** Secrets that a plan writes, and references without a value here, each with its place. */
export interface NeededSecrets {
  readonly values: Secrets;
  readonly problems: readonly Problem[];
}

/** What a kind found before anything is sent. */
export interface Prepared {
  /** The plan, with the risks that the checks found. */
  readonly planned?: Planned;
  /** Changes that can't be made yet. Everything else is applied. */
  readonly pending?: readonly KeyOutcome[];
  readonly remarks?: readonly string[];
}

/** One stage of a deploy, with everything that applying it needs. */
export interface Step {
  readonly run: Run;
  /** The org's state when the plan was made, and the desired state. */
  readonly planned: Planned;
  /** The changes of this stage in the current phase. */
  readonly changes: readonly Change[];
  readonly secrets: Secrets;
  readonly pending: readonly KeyOutcome[];
  /** Shows the progress of the stage. */
  readonly update: (text: string) => void;
  /** Creates something once for all kinds of the stage. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>;
}

/** What a kind did in a stage. */
export interface Applied {
  /** The desired and known state, if this stage found new facts. */
  readonly planned?: Planned;
  /** Texts for the stage's final line. */
  readonly summaries: readonly string[];
}

/** What a kind did before a metadata job, and how to undo it if the org refuses the job. */
export interface Released {
  readonly changes: readonly Change[];
  readonly outcomes: Partial<Outcomes>;
  readonly restore: () => Promise<void>;
}

export interface Verification extends Pick<Planned, 'desired' | 'state'> {
  readonly session: Session;
  /** Also verifies what the config leaves to others. */
  readonly whole: boolean;
  /** Makes the calls of `check:`. */
  readonly callout: boolean;
  /** Reads the org's retained events of key callouts. */
  readonly events: boolean;
  /** Live keys whose path has just changed, by their names in the plan. */
  readonly changed: readonly string[];
  readonly now: () => Date;
  /** Only set after a deploy: its changes, and the state before it. */
  readonly deployed?: Pick<Planned, 'plan' | 'state'> | undefined;
}

/**
 * What a kind of resource contributes to the five steps of a deploy: read and plan, preflight, approve, apply,
 * verify. The engine goes through the list of kinds (`kinds.ts`) and knows none by name. Every method is optional.
 */
export interface Kind {
  /** The types of its changes. */
  readonly types: readonly ChangeType[];
  /** The stage that applies its changes. */
  readonly stage: StageName;

  // Read and plan

  /** The desired state according to the config. */
  desired?(config: Config): Partial<Desired>;
  /** Components to read in addition to the desired ones. */
  alsoRead?(desired: Desired): readonly ComponentName[];
  permissionsToRead?(desired: Desired): readonly NeededPermission[];
  /** Reads its part of an org, in parallel with the others. */
  read?(session: Session, desired: Desired): Promise<Partial<OrgState>>;
  /** Reads facts that depend on the rest of the state. */
  readMore?(session: Session, desired: Desired, state: OrgState): Promise<OrgState>;
  /** Fills in facts that only another system knows. Pure; repeating it changes nothing. */
  complete?(desired: Desired, state: OrgState): Desired;
  /** Secrets to write even if nothing differs. */
  rewrites?(desired: Desired, state: OrgState, readable: Readable): readonly string[];
  /** Names of its secrets, as in `--write-credentials`. */
  secretsOf?(desired: Desired): readonly string[];
  compare?(comparison: Comparison): Compared;
  /** What may break when the org's component changes to the desired one. */
  componentRisks?(actual: Component, desired: Component, fields: readonly FieldChange[]): readonly Risk[];
  /** Whether a change may differ only because a secret has a value here that was missing where the plan was saved. */
  dependsOnSecrets?(change: Change): boolean;
  /** Inspects the changes of all kinds, and adds or removes risks. */
  mark?(changes: readonly Change[], state: OrgState): readonly Change[];
  /** Removes from a rollback what the org must not lose. */
  keep?(planned: Planned): Planned;
  /** Reads more if the plan turns out to need it. The plan is then made again. */
  readMoreForPlan?(session: Session, state: OrgState, plan: Plan): Promise<OrgState | undefined>;
  /** Notes on a plan for people. */
  notes?(session: Session, planned: Planned): readonly string[];
  /** What blocks the changes of its stage, each with its place. If one is an error, nothing is sent. */
  problems?(session: Session, planned: Planned): readonly Problem[] | Promise<readonly Problem[]>;
  /** The facts that a plan depends on, as plain data in a fixed order, without secrets. */
  desiredFacts?(desired: Desired): object;
  stateFacts?(state: OrgState): object;
  /** The stages that need what this kind reads; default: its own. */
  readonly neededBy?: readonly StageName[];
  /** Stops a deploy if something that its plan needs couldn't be read. */
  requireRead?(session: Session, planned: Planned): Promise<void>;

  // Preflight

  /** Stops a run that can't work, by known facts and without requests. */
  require?(run: Run, planned: Planned): void;
  permissions?(run: Run, changes: readonly Change[]): readonly NeededPermission[];
  /** Stops a run that can't work, by asking the services. */
  preflight?(run: Run, planned: Planned): Promise<Prepared>;
  secrets?(run: Pick<Run, 'config' | 'session'>, planned: Planned): NeededSecrets;

  // Apply

  /** The stage that `--only` assigns a change to; default `stage`. */
  stageOf?(change: Change, changes: readonly Change[]): StageName;
  /** Builds an intermediate component that has both the old and the new parts, so that nothing in use is lost. */
  widen?(
    change: Change,
    planned: Planned,
  ): { readonly change: Change; readonly component: Component } | undefined;
  /** Last check before the switch-over. */
  beforeSwitch?(run: Run, planned: Planned): Promise<void>;
  /** Does what the org requires before a metadata job. */
  release?(step: Step): Promise<Released>;
  /** Stops a component that can't be sent in its current form. */
  requireSendable?(component: Component): void;
  /** Whether `--certificates-first` sends its components in a job before the others. */
  readonly isPrerequisite?: boolean;
  /** Whether no job carries a change of the metadata stage. `apply` then makes it after the job. */
  isAppliedSeparately?(config: Config, change: Change): boolean;
  apply?(step: Step): Promise<Applied>;
  /** Remarks about a completed job for people. */
  afterJobs?(run: Run, changes: readonly Change[]): Promise<readonly string[]>;

  // Roll back

  readonly rollback?: KindRollback;
  /** What a rollback of these changes leaves, for people. */
  describeKept?(changes: readonly Pick<Change, 'type' | 'name'>[]): readonly string[];

  // Verify

  /** Checks of links inside a component. */
  checkParts?(component: Component, actual: Component): readonly Check[];
  /** Adds details to checks that passed. */
  refine?(verification: Verification, checks: readonly Check[]): Promise<readonly Check[]>;
  verify?(verification: Verification): readonly Check[] | Promise<readonly Check[]>;
}
