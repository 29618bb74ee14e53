import type { ConfigPath } from '../config/index.ts';
import type { Plain } from '../metadata/metadata-type.ts';
import type { Org } from '../salesforce/index.ts';
import type { Config } from './config.ts';
import type { Component } from './index.ts';

/** What a pull knows while it asks an org. */
export interface PullContext {
  readonly config: Config;
  readonly org: Org;
  /** The login that reads the credentials of principals; logs in when first asked. */
  readonly credentialOrg: () => Promise<Org>;
  /** Environment variables that the file refers to already. */
  readonly variables: readonly string[];
}

/** A component of an org as a config is to say it. */
export interface Wanted<C extends Component = Component> {
  readonly component: C;
  /** Its fields in the config; values from the org as they are, secrets as references. */
  readonly config: Plain;
  /** What of it keyway cannot say, for people. */
  readonly notes: readonly string[];
}

/**
 * What a pull needs to know of a metadata type beside the type itself. A type for which there is nothing to add has none.
 * `C` is the type's component.
 */
export interface ComponentPull<C extends Component = Component> {
  readonly type: C['type'];
  /** Which of the components that an org lists are pulled where none is asked for by name; by default all. */
  choose?(context: PullContext): Promise<Choice>;
  /** Those that are left out are named only where somebody asked for one, or the config has it. */
  readonly isQuietlyLeftOut?: true;
  /** Whether the config says only a part of a component, given what it says now. */
  isPart?(component: C, current: Plain | undefined): boolean;
  /** Why a component cannot be taken over whole, as the end of a sentence; undefined where it can. */
  refusal?(component: C): string | undefined;
  /** Components without which the config of this one is wrong. */
  needs?(component: C): readonly Pick<Component, 'type' | 'fullName'>[];
  /** What the config is to say beyond the metadata, given what it says now; undefined where that is nothing. */
  say?(wanted: Wanted<C>, current: Plain | undefined): Wanted<C>;
  /** The same, where the org must be asked for it. */
  ask?(components: readonly C[], context: PullContext): Promise<Answer<C>>;
  /** Fields that are the file's own and in no org. */
  readonly fileFields?: readonly string[];
  /** Fields that an org has elsewhere than in the component, and whether two configs say the same of them. */
  readonly beside?: {
    readonly fields: readonly string[];
    readonly isSame: (current: Plain, wanted: Plain) => boolean;
  };
  /** The new config has nothing of the file's own in common with the present one. */
  isOtherForm?(current: Plain, wanted: Plain): boolean;
  /** What is to be written, with what stays as the file has it. */
  keep?(wanted: Plain, current: Plain): Plain;
  /** Maps whose order counts. */
  readonly orderedMaps?: readonly ConfigPath[];
}

/** Which components are pulled, and which others people must know of. */
export interface Choice {
  readonly isTaken: (name: string) => boolean;
  /** Whether one of a managed package, which is never pulled, is said to be left out. */
  readonly isPointedOut: (name: string) => boolean;
  readonly notes: readonly string[];
}

export interface Answer<C extends Component = Component> {
  say(wanted: Wanted<C>, current: Plain | undefined): Wanted<C>;
  readonly notes: readonly string[];
}
