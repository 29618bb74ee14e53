import type { WantedAssignments } from './assignment/compare.ts';
import type { WantedKey } from './cache-only-key/compare.ts';
import type { PrincipalName, WantedCredential } from './credential/compare.ts';
import type { Component } from './metadata.ts';

/** A component by its metadata type and developer name. */
export interface ComponentName {
  readonly type: Component['type'];
  readonly fullName: string;
}

/**
 * What somebody wants of an org, in the terms in which an org is read. Each kind brings its part; what no other kind needs to
 * know is added to this interface in the kind's own folder.
 */
export interface Desired {
  readonly components: readonly Component[];
  /**
   * Components of which only a part is wanted: the rest is the org's own. Those that the org has are among `components` too,
   * whole, once the org was read.
   */
  readonly parts: readonly Component[];
  /** Components that the org must not have. */
  readonly removed: readonly ComponentName[];
  /** Components that are read and left alone: a rollback deletes none of these. */
  readonly lasting?: readonly ComponentName[] | undefined;
  readonly assignments: readonly WantedAssignments[];
  /** Permission sets whose holders matter although nothing is wanted of them. */
  readonly holdersOf?: readonly string[] | undefined;
  readonly credentials: readonly WantedCredential[];
  /** Every principal of the config, with credentials in it or without. */
  readonly principals: readonly PrincipalName[];
  readonly keys: readonly WantedKey[];
}

/** Nothing is wanted. */
export const nothingDesired: Desired = {
  components: [],
  parts: [],
  removed: [],
  assignments: [],
  credentials: [],
  principals: [],
  keys: [],
};
