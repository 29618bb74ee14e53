import type { ConfigPath } from '../config/index.ts';
import type { Plain } from '../metadata/metadata-type.ts';
import type { Org } from '../salesforce/index.ts';
import type { Config } from './config.ts';
import type { Component } from './index.ts';

/** What a pull knows when it asks an org. */
export interface PullContext {
  readonly config: Config;
  readonly org: Org;
  /** Opens the sign-in that reads the credentials of principals, on first use. */
  readonly credentialOrg: () => Promise<Org>;
  /** Environment variables that the file already refers to. */
  readonly variables: readonly string[];
}

/** A component of an org in the config's form. */
export interface PulledComponent<C extends Component = Component> {
  readonly component: C;
  /** Its fields in the config: the org's values unchanged, secrets as references. */
  readonly config: Plain;
  /** The parts that keyway can't express, for people. */
  readonly notes: readonly string[];
}

/** What a pull needs beyond the metadata type. Types that need nothing more have none. `C` is the type's component. */
export interface ComponentPull<C extends Component = Component> {
  readonly type: C['type'];
  /** Chooses the components to pull if none is named; default: all. */
  choose?(context: PullContext): Promise<Choice>;
  /** Mentions components that are left out only if somebody asked for one or the config has it. */
  readonly isOmittedSilently?: true;
  /** Whether the config describes only a part of a component, given its current form. */
  isPart?(component: C, current: Plain | undefined): boolean;
  /** Why a component can't be pulled whole, as the end of a sentence; undefined if it can. */
  refusal?(component: C): string | undefined;
  /** Components that the config of this one requires. */
  needs?(component: C): readonly Pick<Component, 'type' | 'fullName'>[];
  /** Adds to the config what isn't metadata, given its current form; undefined for nothing. */
  addFields?(wanted: PulledComponent<C>, current: Plain | undefined): PulledComponent<C>;
  /** Does the same if it needs to ask the org. */
  readFromOrg?(components: readonly C[], context: PullContext): Promise<Answer<C>>;
  /** Fields that only the file has, and no org. */
  readonly fileFields?: readonly string[];
  /** Fields that an org keeps outside the component, and whether two configs agree on them. */
  readonly outsideFields?: {
    readonly fields: readonly string[];
    readonly isSame: (current: Plain, wanted: Plain) => boolean;
  };
  /** The new config has none of the file's own fields in common with the current one. */
  isOtherForm?(current: Plain, wanted: Plain): boolean;
  /** Returns the fields to write, including those that stay as the file has them. */
  keepFields?(wanted: Plain, current: Plain): Plain;
  /** Maps whose order matters. */
  readonly orderedMaps?: readonly ConfigPath[];
}

/** The components to pull, and others that people should know about. */
export interface Choice {
  readonly isIncluded: (name: string) => boolean;
  /** Whether to mention that a component of a managed package, which is never pulled, was left out. */
  readonly isMentioned: (name: string) => boolean;
  readonly notes: readonly string[];
}

export interface Answer<C extends Component = Component> {
  addFields(wanted: PulledComponent<C>, current: Plain | undefined): PulledComponent<C>;
  readonly notes: readonly string[];
}
