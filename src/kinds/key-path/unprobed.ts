import type { Change } from '../change.ts';
import { isProtected } from '../protected.ts';
import type { Planned, Run } from '../run.ts';
import { isUntested } from './describe-probes.ts';
import type { ProbedKey } from './probe-keys.ts';

/**
 * Keys whose service could not be tried from here, and in a protected org the plan with that as a risk.
 * @param unserved names of keys that nobody serves yet
 */
export function unprobed(
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
  const isUntried = ({ type, name, liveKeys = [] }: Change) =>
    type === 'Key' ? names.has(name) : liveKeys.some((key) => names.has(key));
  const changes = planned.plan.changes.map((change) =>
    isUntried(change) && !change.risks.includes('unprobed-key')
      ? { ...change, risks: [...change.risks, 'unprobed-key' as const] }
      : change,
  );
  return { ...planned, plan: { ...planned.plan, changes } };
}
