import type { Change } from '../change.ts';
import { isProtected } from '../protected.ts';
import type { Planned, Run } from '../run.ts';
import { isUntested } from './describe-probes.ts';
import type { ProbedKey } from './probe-keys.ts';

/**
 * Keys whose service keyway can't test from here. In a protected org, the plan gets that risk.
 * @param unserved names of keys that no service has yet
 */
export function findUntestableKeys(
  { session }: Run,
  planned: Planned,
  probed: readonly ProbedKey[],
  unserved: readonly string[] = [],
): { readonly planned: Planned; readonly untested: readonly ProbedKey[] } {
  const untested = probed.filter(isUntested);
  if (!isProtected(session.org, session.config.environment)) return { planned, untested };
  const names = new Set([...unserved, ...untested.map(({ name }) => name)]);
  return { planned: withRisk(planned, names), untested };
}

function withRisk(planned: Planned, names: ReadonlySet<string>): Planned {
  const concernsUntested = ({ type, name, liveKeys = [] }: Change) =>
    type === 'Key' ? names.has(name) : liveKeys.some((key) => names.has(key));
  const changes = planned.plan.changes.map((change) =>
    concernsUntested(change) && !change.risks.includes('unprobed-key')
      ? { ...change, risks: [...change.risks, 'unprobed-key' as const] }
      : change,
  );
  return { ...planned, plan: { ...planned.plan, changes } };
}
