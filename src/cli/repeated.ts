import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';

/** What yargs knows of the flags of a command; its types leave it out. */
type Described = Argv & {
  getOptions(): { readonly array: readonly string[]; readonly boolean: readonly string[] };
};

/**
 * Flags that are given twice. A list takes all values, and the last of two switches wins. For any other flag, nobody can
 * know which value is meant.
 * @throws KeywayError `UsageWrong`
 */
export function settleRepeated(given: Record<string, unknown>, parser: Argv): void {
  const { array, boolean } = (parser as Described).getOptions();
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || name === '_' || array.includes(name) || array.includes(dashed(name)))
      continue;
    if (boolean.includes(name) || boolean.includes(dashed(name))) given[name] = value.at(-1);
    else if (name === dashed(name))
      throw new KeywayError('UsageWrong', `${name.length > 1 ? '--' : '-'}${name} is given twice.`, {
        actions: ['Pass it once.'],
      });
  }
}

/** `targetOrg` is `target-org` on a command line. */
function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
