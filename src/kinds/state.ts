import type { TenantSecret } from '../keys/tenant-secret.ts';
import type { CredentialAnswer, UserRow } from '../salesforce/index.ts';
import type { HeldAssignment } from './assignment/compare.ts';
import type { Component } from './metadata.ts';

/** What an org has, at one moment, of what matters to a plan. Each kind reads its part, and may add to this. */
export interface OrgState {
  /** By `componentKey`. */
  readonly components: ReadonlyMap<string, Component>;
  readonly assignments: readonly HeldAssignment[];
  readonly users: readonly UserRow[];
  /** What is stored for each principal, by name; undefined where the org has none. */
  readonly credentials: ReadonlyMap<string, CredentialAnswer | undefined>;
  /** Undefined where no key was asked for, because none can matter. */
  readonly keys?: OrgKeys | undefined;
}

/** The keys of an org, and what of their path is not the config's. */
export interface OrgKeys {
  /** Undefined: the org has no tenant secrets, or does not show them to this user. */
  readonly secrets: readonly TenantSecret[] | undefined;
  /** Named credentials that live keys are fetched through and the config does not name, by `componentKey`. */
  readonly components: ReadonlyMap<string, Component>;
}

/** Nothing is read yet. */
export const nothingRead: OrgState = {
  components: new Map(),
  assignments: [],
  users: [],
  credentials: new Map(),
};
