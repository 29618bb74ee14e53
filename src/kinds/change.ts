import type { Problem } from '../config/index.ts';
import type { ChangeType } from './index.ts';

export type { ChangeType };

/** What a change may break. Each risk must be approved separately (docs/DESIGN.md, promise 3). */
export const risks = [
  'principal-removal',
  'protocol-change',
  'permission-set-overwrite',
  'url-host-change',
  'callout-disabled',
  'component-removal',
  'assignment-removal',
  'key-path',
  'key-source-change',
  'key-archive',
  'key-destruction',
  'unprobed-key',
] as const;
export type Risk = (typeof risks)[number];

/** What each risk means, for the person who is asked to accept it. */
export const riskMeaning: Readonly<Record<Risk, string>> = {
  'principal-removal': 'the org deletes the principal and its stored secret',
  'protocol-change': 'the stored secrets belong to another authentication protocol and are lost',
  'permission-set-overwrite': "a deploy replaces the whole permission set and removes what isn't in the file",
  'url-host-change': 'the stored secret would be sent to another host',
  'callout-disabled': 'calls through the named credential stop',
  'component-removal': 'the component is deleted from the org',
  'assignment-removal': 'a user loses the permission set',
  'key-path': 'a live cache-only key is fetched through it: if that fails, the org marks the key DESTROYED',
  'key-source-change':
    "the org would encrypt with a key from another source, no longer with the customer's own",
  'key-archive':
    'new data is encrypted with another key; the old one must stay available for what it encrypted',
  'key-destruction': 'what the key encrypted can no longer be read',
  'unprobed-key': "keyway can't test the key service from here before the org depends on it",
};

/** One changed field: the org's value and the config's value; undefined if absent. */
export interface FieldChange {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
}

/** One change that a deploy would make. */
export interface Change {
  readonly type: ChangeType;
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly risks: readonly Risk[];
  readonly fields: readonly FieldChange[];
  /**
   * With `key-path`: the keys that the org fetches through this component, as `Data acme-data-1 (ACTIVE, version
   * 2)`.
   */
  readonly liveKeys?: readonly string[];
}

/** An assignment of a permission set to a user, as a plan names it: `AcmeKeyAccess → autoproc`. */
export interface AssignmentPair {
  readonly permissionSet: string;
  readonly assignee: string;
}

/** All changes that a deploy would make, and what it can't know. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Remarks for people: what can't be compared, and what stays unchanged. */
  readonly notes: readonly string[];
  /** What blocks the plan, each with its place. If one is an error, nothing is sent. */
  readonly problems?: readonly Problem[];
}
