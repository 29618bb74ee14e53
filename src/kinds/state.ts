import type { TenantSecret } from '../keys/tenant-secret.ts';
import type { CredentialAnswer, UserRow } from '../salesforce/index.ts';
import type { HeldAssignment } from './assignment/compare.ts';
import type { Component } from './metadata.ts';

/**
 * What an org has at one moment, as far as a plan depends on it. Each kind reads its part and may extend this
 * interface.
 */
export interface OrgState {
  /** By `componentKey`. */
  readonly components: ReadonlyMap<string, Component>;
  readonly assignments: readonly HeldAssignment[];
  readonly users: readonly UserRow[];
  /** What is stored for each principal, by name; undefined if the org has nothing. */
  readonly credentials: ReadonlyMap<string, CredentialAnswer | undefined>;
  /** Undefined if no keys were read, because none can matter. */
  readonly keys?: OrgKeys | undefined;
}

/** The keys of an org, and components on their path that aren't in the config. */
export interface OrgKeys {
  /** Undefined if the org has no tenant secrets or doesn't show them to this user. */
  readonly secrets: readonly TenantSecret[] | undefined;
  /** Named credentials that live keys are fetched through and that the config doesn't have, by `componentKey`. */
  readonly components: ReadonlyMap<string, Component>;
}

/** An empty state. */
export const nothingRead: OrgState = {
  components: new Map(),
  assignments: [],
  users: [],
  credentials: new Map(),
};
