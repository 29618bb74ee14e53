import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';

/** What yargs knows of the flags of a command. Its types leave this out. */
type Described = Argv & {
  getOptions(): { readonly array: readonly string[]; readonly boolean: readonly string[] };
};

/**
 * Resolves flags that are given twice. A list takes all values, and the last of two switches wins. Any other
 * repeated flag is an error, because its meaning is unclear.
 * @throws KeywayError `UsageWrong`
 */
export function settleRepeated(given: Record<string, unknown>, parser: Argv): void {
  const { array, boolean } = (parser as Described).getOptions();
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || name === '_' || array.includes(name) || array.includes(toDashes(name)))
      continue;
    if (boolean.includes(name) || boolean.includes(toDashes(name))) given[name] = value.at(-1);
    else if (name === toDashes(name))
      throw new KeywayError('UsageWrong', `${name.length > 1 ? '--' : '-'}${name} is given twice.`, {
        actions: ['Pass it once.'],
      });
  }
}

/** Converts `targetOrg` to `target-org`. */
function toDashes(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
