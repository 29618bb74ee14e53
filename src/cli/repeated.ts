import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';

/** What yargs knows of the flags of a command; its types leave it out. */
type Described = Argv & {
  getOptions(): { readonly array: readonly string[]; readonly boolean: readonly string[] };
};

/**
 * Flags that stand twice. A list takes all of them, a switch is on or off as it was said last, and of anything else nobody
 * knows which one is meant.
 * @throws KeywayError `UsageWrong`
 */
export function settleRepeated(given: Record<string, unknown>, parser: Argv): void {
  const { array, boolean } = (parser as Described).getOptions();
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || name === '_' || array.includes(name) || array.includes(dashed(name)))
      continue;
    if (boolean.includes(name) || boolean.includes(dashed(name))) given[name] = value.at(-1);
    else if (name === dashed(name))
      throw new KeywayError('UsageWrong', `${name.length > 1 ? '--' : '-'}${name} stands twice.`, {
        actions: ['It takes one value: keep one of them.'],
      });
  }
}

/** `targetOrg` is `target-org` on a command line. */
function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
