import type { Change } from './change.ts';

/** What came of the changes, as far as it is known. */
export interface Outcomes {
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly credentials: readonly CredentialOutcome[];
  readonly assignments: readonly AssignmentOutcome[];
  readonly keys: readonly KeyOutcome[];
}

export interface AssignmentOutcome {
  readonly name: string;
  /** The last two are of principals that a permission set grants record by record. */
  readonly outcome: 'assigned' | 'unassigned' | 'granted' | 'withdrawn';
}

export interface CredentialOutcome {
  readonly name: string;
  readonly outcome: 'set' | 'replaced' | 'deleted';
}

export interface KeyOutcome {
  readonly name: string;
  /** `there`: a run before this one had made it already. */
  readonly outcome: 'inserted' | 'activated' | 'changed' | 'there' | 'pending';
  readonly type: string;
  readonly identifier: string;
  /** As it was read back; null for one that is pending. */
  readonly status: string | null;
  readonly version: number | null;
  /** Of the org's callout for it; null where no event of it was heard. */
  readonly statusCode: string | null;
  /** When a pending key can be made by the documented limit, ISO 8601; absent if that is over. */
  readonly until?: string;
  /** Of a pending key: why the org did not make it, in its words; absent if it was not asked. */
  readonly reason?: string;
}

/** Whether a change can't be made yet. */
export function isPending(
  { type, name }: Pick<Change, 'type' | 'name'>,
  pending: readonly KeyOutcome[],
): boolean {
  return type === 'Key' && pending.some((key) => key.name === name);
}

/** `AcmeDataKey is ACTIVE (version 2)`, `AcmeDataKey is pending until 2026-11-23T10:00:00.000Z` */
export function describeKey(key: KeyOutcome): string {
  const { name, outcome, status, version } = key;
  return outcome === 'pending'
    ? `${name} ${describePending(key)}`
    : `${name} is ${status} (version ${version})`;
}

/** `is pending until 2026-11-23T10:00:00.000Z` */
export function describePending({ until }: KeyOutcome): string {
  return until === undefined ? 'is pending' : `is pending until ${until}`;
}
