import type { Problem } from '../config/index.ts';
import type { ChangeType } from './index.ts';

export type { ChangeType };

/** What a change may break; each needs a yes of its own (docs/DESIGN.md, promise 3). */
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

/** What each risk means, for people who are asked to take it. */
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

/** One field of a change, as the org has it and as the config wants it; undefined where there is none. */
export interface FieldChange {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
}

/** One thing that a deploy would do. */
export interface Change {
  readonly type: ChangeType;
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly risks: readonly Risk[];
  readonly fields: readonly FieldChange[];
  /** With `key-path`: keys of the org that are fetched through it, as `Data acme-data-1 (ACTIVE, version 2)`. */
  readonly liveKeys?: readonly string[];
}

/** A permission set held by a user, as a plan names it: `AcmeKeyAccess → autoproc`. */
export interface AssignmentPair {
  readonly permissionSet: string;
  readonly assignee: string;
}

/** Everything that a deploy would do, and what it cannot know. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Remarks for people: what cannot be compared, what is left alone. */
  readonly notes: readonly string[];
  /** What keeps it from being carried out, each with its place: with any error, nothing is sent. */
  readonly problems?: readonly Problem[];
}
