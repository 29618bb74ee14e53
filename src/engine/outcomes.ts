import type { Outcomes } from '../kinds/outcomes.ts';

export const nothingDone: Outcomes = { deploy: null, credentials: [], assignments: [], keys: [] };

/** Combines the outcomes of successive stages. Of several jobs, the last one counts. */
export function combineOutcomes(left: Outcomes, right: Partial<Outcomes>): Outcomes {
  return {
    deploy: right.deploy ?? left.deploy,
    credentials: [...left.credentials, ...(right.credentials ?? [])],
    assignments: [...left.assignments, ...(right.assignments ?? [])],
    keys: [...left.keys, ...(right.keys ?? [])],
  };
}
