import type { Choice, PullContext } from './component-pull.ts';
import type { ConfigFile } from './index.ts';

/**
 * Chooses components of a type that isn't only used for the chain: those that the config has or that somebody
 * names.
 */
export function chooseKnown(section: keyof ConfigFile): (context: PullContext) => Promise<Choice> {
  return async ({ config }) => {
    const known = Object.keys(config[section] ?? {}).map((name) => name.toLowerCase());
    return {
      isIncluded: (name) => known.includes(name.toLowerCase()),
      isMentioned: () => false,
      notes: [],
    };
  };
}
