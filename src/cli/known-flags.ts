import yargs, { type Argv } from 'yargs';
import { type Entry, nameOf } from './entry.ts';

/** A flag or a positional of a command, as its file declares it. */
export interface KnownFlag {
  readonly name: string;
  /** A single letter, if it has one. */
  readonly short: string | undefined;
  readonly describe: string;
  readonly isPositional: boolean;
  readonly takesValue: boolean;
  readonly isNumber: boolean;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly string[] | undefined;
  /** The default value; undefined for nothing, false and "". */
  readonly default: unknown;
}

/** What yargs knows of a command's flags. Its types leave this out. */
interface Known {
  getOptions(): {
    readonly alias: Readonly<Record<string, readonly string[]>>;
    readonly array: readonly string[];
    readonly boolean: readonly string[];
    readonly number: readonly string[];
    readonly default: Readonly<Record<string, unknown>>;
    readonly choices: Readonly<Record<string, readonly string[]>>;
    readonly hiddenOptions: readonly string[];
  };
  getDemandedOptions(): Readonly<Record<string, unknown>>;
  getInternalMethods(): {
    getUsageInstance(): { getDescriptions(): Readonly<Record<string, string | undefined>> };
  };
}

/** The flags of one command, without the global ones. Loads the command's file. */
export async function flagsOf(entry: Entry): Promise<readonly KnownFlag[]> {
  const args = yargs([]);
  (await entry.load()).flags(args);
  return knownFlags(args, entry.usage);
}

/** The flags that a parser knows. */
export function knownFlags(args: Argv, usage = ''): readonly KnownFlag[] {
  const parser = args as unknown as Known;
  const options = parser.getOptions();
  const descriptions = parser.getInternalMethods().getUsageInstance().getDescriptions();
  const aliases = new Set(Object.values(options.alias).flat());
  const names = Object.keys(descriptions).filter(
    (name) =>
      descriptions[name] !== undefined &&
      !['help', 'version'].includes(name) &&
      !aliases.has(name) &&
      !options.hiddenOptions.includes(name),
  );
  return names.map((name) => ({
    name,
    short: options.alias[name]?.find((alias) => alias.length === 1),
    describe: descriptions[name] ?? '',
    isPositional: new RegExp(`[<[]${name}(?:\\.\\.)?[>\\]]`).test(usage),
    takesValue: !options.boolean.includes(name),
    isNumber: options.number.includes(name),
    isList: options.array.includes(name) || usage.includes(`${name}..`),
    isRequired: name in parser.getDemandedOptions(),
    choices: options.choices[name],
    default: [undefined, false, ''].includes(options.default[name] as undefined)
      ? undefined
      : options.default[name],
  }));
}

/** Finds a command, with its entry, by the words that call it: `key list`. */
export function callable(
  commands: readonly (Entry | { readonly usage: string; readonly actions: readonly Entry[] })[],
): ReadonlyMap<string, Entry> {
  return new Map(
    commands.flatMap((entry): readonly [string, Entry][] => {
      const name = entry.usage.replace(/ .*/, '');
      if (!('actions' in entry)) return [[name, entry]];
      return entry.actions.map((action) => [`${name} ${nameOf(action)}`, action]);
    }),
  );
}
