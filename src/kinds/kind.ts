import type { Problem } from '../config/index.ts';
import type { PermissionNeed } from '../salesforce/index.ts';
import type { Change, ChangeType, FieldChange, Plan, Risk } from './change.ts';
import type { Config } from './config.ts';
import type { ComponentName, Desired } from './desired.ts';
import type { Check } from './link-check.ts';
import type { Component } from './metadata.ts';
import type { KeyOutcome, Outcomes } from './outcomes.ts';
import type { Planned, Run, Secrets } from './run.ts';
import type { Login, Session } from './session.ts';
import type { OrgState } from './state.ts';
import type { Readable, Rewrite } from './wanted-value.ts';
import type { WayBack } from './way-back.ts';

/** The stages of a deploy in their order; `cipherTrust` runs before the org changes. */
export const stageNames = ['cipherTrust', 'metadata', 'credentials', 'assignments', 'keys'] as const;
export type StageName = (typeof stageNames)[number];

/** The stages that people name: `--only`. */
export const userStages = ['metadata', 'credentials', 'assignments', 'keys'] as const;

/** Desired against actual, and the changes that the kinds before this one found. */
export interface Comparison {
  readonly desired: Desired;
  readonly state: OrgState;
  readonly changes: readonly Change[];
  /** A part of a secret that is not encrypted, where its reference has a value here. */
  readonly readable: Readable;
  /** Secrets to write even where nothing differs. */
  readonly rewrite: Rewrite;
}

export interface Compared {
  readonly changes?: readonly Change[];
  /** Remarks for people: what can't be compared, what is left alone. */
  readonly notes?: readonly string[];
}

/** A permission that a login needs, and for what: "this deploy". */
export interface NeededPermission {
  readonly login: Login;
  readonly need: PermissionNeed;
  readonly what: string;
}

/** Secrets that a plan writes, and references that have no value here, each with its place. */
export interface NeededSecrets {
  readonly values: Secrets;
  readonly problems: readonly Problem[];
}

/** What a kind found out before anything is sent. */
export interface Prepared {
  /** The plan with the risks that came to light. */
  readonly planned?: Planned;
  /** Changes that can't be made yet; everything else is. */
  readonly pending?: readonly KeyOutcome[];
  readonly remarks?: readonly string[];
}

/** One stage of a deploy that a plan needs, with all that it takes to carry it out. */
export interface Step {
  readonly run: Run;
  /** The org as it was when the plan was made, and what the changes lead to. */
  readonly planned: Planned;
  /** The changes of this stage, and of this phase of it. */
  readonly changes: readonly Change[];
  readonly secrets: Secrets;
  readonly pending: readonly KeyOutcome[];
  /** Says how far the stage is. */
  readonly update: (text: string) => void;
  /** Makes something once for all kinds of the stage. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>;
}

/** What a kind did in a stage. */
export interface Applied {
  /** What is wanted and known now, where this stage brought something to light. */
  readonly planned?: Planned;
  /** For the line that stays of the stage. */
  readonly said: readonly string[];
}

/** What a kind did before a metadata job, and how it takes that back if the org refuses the job. */
export interface Released {
  readonly changes: readonly Change[];
  readonly outcomes: Partial<Outcomes>;
  readonly restore: () => Promise<void>;
}

export interface Verification extends Pick<Planned, 'desired' | 'state'> {
  readonly session: Session;
  /** Asks about what the config leaves to others, too. */
  readonly whole: boolean;
  /** Makes the calls of `check:`. */
  readonly callout: boolean;
  /** Asks for what the org has kept of its callouts for keys. */
  readonly events: boolean;
  /** Live keys whose path has just been changed, by their names in the plan. */
  readonly changed: readonly string[];
  readonly now: () => Date;
}

/**
 * What a kind of resource brings to the five steps of a deploy: read and plan, preflight, approve, apply, verify. The engine
 * walks the list of kinds (`kinds.ts`) and knows none by name; what a kind leaves out, it has nothing to do with.
 */
export interface Kind {
  /** The types of the changes that it plans. */
  readonly types: readonly ChangeType[];
  /** The stage that carries its changes out. */
  readonly stage: StageName;

  // Read and plan

  /** What a config wants of it. */
  desired?(config: Config): Partial<Desired>;
  /** Components to read beside those that are wanted. */
  alsoRead?(desired: Desired): readonly ComponentName[];
  permissionsToRead?(desired: Desired): readonly NeededPermission[];
  /** Reads its part of an org, beside the others. */
  read?(session: Session, desired: Desired): Promise<Partial<OrgState>>;
  /** Reads what can only be asked for once the rest is known. */
  readMore?(session: Session, desired: Desired, state: OrgState): Promise<OrgState>;
  /** Fills in what only another system can tell. Pure; may be done again. */
  settle?(desired: Desired, state: OrgState): Desired;
  /** Secrets that are written even where nothing differs. */
  rewrites?(desired: Desired, state: OrgState, readable: Readable): readonly string[];
  /** Names of what it keeps secret, as `--write-credentials` takes them. */
  secretsOf?(desired: Desired): readonly string[];
  compare?(comparison: Comparison): Compared;
  /** What may break when the org's component becomes the wanted one. */
  componentRisks?(actual: Component, desired: Component, fields: readonly FieldChange[]): readonly Risk[];
  /** Whether a change may differ only because a secret is known here and was not known where the plan was saved. */
  dependsOnSecrets?(change: Change): boolean;
  /** Looks at the changes of all kinds: adds and takes away risks. */
  mark?(changes: readonly Change[], state: OrgState): readonly Change[];
  /** Takes out of a rollback what the org must not lose. */
  keep?(planned: Planned): Planned;
  /** Reads more where a plan turns out to need it; the plan is then made again. */
  lookAgain?(session: Session, state: OrgState, plan: Plan): Promise<OrgState | undefined>;
  /** What people should know of a plan. */
  notes?(session: Session, planned: Planned): readonly string[];
  /** What keeps the changes of its stage from being made, each with its place: with any error, nothing is sent. */
  problems?(session: Session, planned: Planned): readonly Problem[] | Promise<readonly Problem[]>;
  /** What of it a plan depends on, as plain data in a fixed order, without secrets. */
  desiredFacts?(desired: Desired): object;
  stateFacts?(state: OrgState): object;
  /** The stages that need what this kind reads; default its own. */
  readonly neededBy?: readonly StageName[];
  /** Stops a deploy whose plan misses what could not be read. */
  requireRead?(session: Session, planned: Planned): Promise<void>;

  // Preflight

  /** Stops what can't work, by what is known; nothing is asked. */
  require?(run: Run, planned: Planned): void;
  permissions?(run: Run, changes: readonly Change[]): readonly NeededPermission[];
  /** Stops what can't work, asking whoever can tell. */
  preflight?(run: Run, planned: Planned): Promise<Prepared>;
  secrets?(run: Pick<Run, 'config' | 'session'>, planned: Planned): NeededSecrets;

  // Apply

  /** The stage that `--only` counts a change to; default `stage`. */
  stageOf?(change: Change, changes: readonly Change[]): StageName;
  /** A component between what the org has and what is wanted, so that nothing that is in use is lost meanwhile. */
  widen?(
    change: Change,
    planned: Planned,
  ): { readonly change: Change; readonly component: Component } | undefined;
  /** Stops before what is in use is switched over. */
  beforeSwitch?(run: Run, planned: Planned): Promise<void>;
  /** What the org asks for before it takes a metadata job. */
  release?(step: Step): Promise<Released>;
  /** Stops a component that can't be sent as it is. */
  requireSendable?(component: Component): void;
  /** Whether a change of the metadata stage goes in no job: `apply` makes it, after the job. */
  isApart?(config: Config, change: Change): boolean;
  apply?(step: Step): Promise<Applied>;
  /** What people should know of a job that is done. */
  afterJobs?(run: Run, changes: readonly Change[]): Promise<readonly string[]>;

  // Roll back

  readonly wayBack?: WayBack;
  /** What a rollback of runs that changed it leaves, for people. */
  staysOf?(changes: readonly Pick<Change, 'type' | 'name'>[]): readonly string[];

  // Verify

  /** Links inside a component. */
  checkParts?(component: Component, actual: Component): readonly Check[];
  /** More on links that hold. */
  refine?(verification: Verification, checks: readonly Check[]): Promise<readonly Check[]>;
  verify?(verification: Verification): readonly Check[] | Promise<readonly Check[]>;
}
