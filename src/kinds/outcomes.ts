import type { Change } from './change.ts';

/** The outcomes of the changes, as far as they are known. */
export interface Outcomes {
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly credentials: readonly CredentialOutcome[];
  readonly assignments: readonly AssignmentOutcome[];
  readonly keys: readonly KeyOutcome[];
}

export interface AssignmentOutcome {
  readonly name: string;
  /** The last two are for principals that a permission set grants by record. */
  readonly outcome: 'assigned' | 'unassigned' | 'granted' | 'withdrawn';
}

export interface CredentialOutcome {
  readonly name: string;
  readonly outcome: 'set' | 'replaced' | 'deleted';
}

export interface KeyOutcome {
  readonly name: string;
  /** `there`: an earlier run had already created it. */
  readonly outcome: 'inserted' | 'activated' | 'changed' | 'there' | 'pending';
  readonly type: string;
  readonly identifier: string;
  /** The status that was read back; null for a pending key. */
  readonly status: string | null;
  readonly version: number | null;
  /** StatusCode of the org's callout for the key; null if no event arrived. */
  readonly statusCode: string | null;
  /** When the documented limit allows a pending key, ISO 8601; absent if that time has passed. */
  readonly until?: string;
  /** Why the org didn't create a pending key, in its words; absent if it wasn't asked. */
  readonly reason?: string;
}

/** Whether a change can't be made yet. */
export function isPending(
  { type, name }: Pick<Change, 'type' | 'name'>,
  pending: readonly KeyOutcome[],
): boolean {
  return type === 'Key' && pending.some((key) => key.name === name);
}

/** As in `AcmeDataKey is ACTIVE (version 2)` or `AcmeDataKey is pending until 2026-11-23T10:00:00.000Z`. */
export function describeKey(key: KeyOutcome): string {
  const { name, outcome, status, version } = key;
  return outcome === 'pending'
    ? `${name} ${describePending(key)}`
    : `${name} is ${status} (version ${version})`;
}

/** As in `is pending until 2026-11-23T10:00:00.000Z`. */
export function describePending({ until }: KeyOutcome): string {
  return until === undefined ? 'is pending' : `is pending until ${until}`;
}
