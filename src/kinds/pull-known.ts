import type { Choice, PullContext } from './component-pull.ts';
import type { ConfigFile } from './index.ts';

/** Of a type that has more to do than the chain only those are pulled that the config has, or that somebody names. */
export function chooseKnown(section: keyof ConfigFile): (context: PullContext) => Promise<Choice> {
  return async ({ config }) => {
    const known = Object.keys(config[section] ?? {}).map((name) => name.toLowerCase());
    return {
      isTaken: (name) => known.includes(name.toLowerCase()),
      isPointedOut: () => false,
      notes: [],
    };
  };
}
