import type { Change, Risk } from '../kinds/change.ts';

/** The names of the changes with each risk. */
export function risksIn(changes: readonly Change[]): ReadonlyMap<Risk, readonly string[]> {
  const found = new Map<Risk, string[]>();
  for (const { risks, name } of changes)
    for (const risk of risks) found.set(risk, [...(found.get(risk) ?? []), name]);
  return found;
}
