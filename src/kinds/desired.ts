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
 * The desired state of an org, in the same terms in which an org is read. Each kind adds its part. Facts that only
 * one kind needs are added to this interface in that kind's folder.
 */
export interface Desired {
  readonly components: readonly Component[];
  /**
   * Components of which the config describes only a part. The rest belongs to the org. After the org is read,
   * `components` contains those that the org has, complete.
   */
  readonly parts: readonly Component[];
  /** Components that the org must not have. */
  readonly removed: readonly ComponentName[];
  /** Components that are read but not changed: a rollback deletes none of these. */
  readonly neverDeleted?: readonly ComponentName[] | undefined;
  readonly assignments: readonly WantedAssignments[];
  /** Permission sets whose assignments matter although the config doesn't describe them. */
  readonly holdersOf?: readonly string[] | undefined;
  readonly credentials: readonly WantedCredential[];
  /** All principals of the config, with or without credentials. */
  readonly principals: readonly PrincipalName[];
  readonly keys: readonly WantedKey[];
}

/** An empty desired state. */
export const nothingDesired: Desired = {
  components: [],
  parts: [],
  removed: [],
  assignments: [],
  credentials: [],
  principals: [],
  keys: [],
};
