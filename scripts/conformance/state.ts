import type { Fact } from '../../src/conformance/fact.ts';
import type { Confirmation, Confirmed } from './apply.ts';

const shownBy = {
  localOrg: 'only a local org can show it',
  localCipherTrust: 'only a local CipherTrust can show it',
  nobody: 'keyway shows it by itself',
};

/** Confirmations of a fact's current expectation. */
export function confirmationsOf({ id, expected }: Fact, confirmed: Confirmed): readonly Confirmation[] {
  return (confirmed[id] ?? []).filter((one) => one.expected === expected);
}

/** The state of a fact, as in `developer org, API 66.0, 2026-11-30`. */
export function stateOf(fact: Fact, confirmed: Confirmed): string {
  const { asks = 'org' } = fact;
  if (asks !== 'org') return shownBy[asks];
  const words = confirmationsOf(fact, confirmed).map(
    ({ orgKind, apiVersion, date }) => `${orgKind} org, API ${apiVersion}, ${date}`,
  );
  return words.join('; ') || 'no org has confirmed it';
}
