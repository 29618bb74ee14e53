import { secretName } from '../cache-only-key/compare.ts';
import { compareByTypeAndName, componentFacts } from '../component-facts.ts';
import type { OrgKeys } from '../state.ts';

/** The facts about an org's keys that a plan depends on, as plain data in a fixed order. */
export function keyFacts({ secrets, components }: OrgKeys): object {
  return {
    secrets:
      secrets
        ?.map((secret) => `${secretName(secret)} ${secret.source} ${secret.remote?.namedCredential ?? ''}`)
        .sort() ?? 'hidden',
    components: [...components.values()].map(componentFacts).sort(compareByTypeAndName),
  };
}
