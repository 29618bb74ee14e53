import type { WantedAssignments } from './assignment/compare.ts';
import type { WantedKey } from './cache-only-key/compare.ts';
import type { WantedCipherTrust } from './cipher-trust/wanted.ts';
import type { PrincipalName, WantedCredential } from './credential/compare.ts';
import type { Component } from './metadata.ts';
import type { WantedCallout } from './principal-access/callout.ts';
import type { ExclusiveSet } from './principal-access/exclusive.ts';

/** A component by its metadata type and developer name. */
export interface ComponentName {
  readonly type: Component['type'];
  readonly fullName: string;
}

/** What somebody wants of an org, in the terms in which an org is read. Each kind brings its part. */
export interface Desired {
  readonly components: readonly Component[];
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
  readonly cipherTrust?: WantedCipherTrust | undefined;
  /** Permission sets whose principals nobody else may reach. */
  readonly exclusive?: readonly ExclusiveSet[] | undefined;
  /** Calls that `verify --callout` makes. */
  readonly callouts?: readonly WantedCallout[] | undefined;
}

/** Nothing is wanted. */
export const nothingDesired: Desired = {
  components: [],
  removed: [],
  assignments: [],
  credentials: [],
  principals: [],
  keys: [],
};
