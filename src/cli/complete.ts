import { errorCodes } from '../errors/codes.ts';
import { risks } from '../kinds/change.ts';
import { userStages } from '../kinds/kind.ts';
import { commands } from './commands.ts';
import { type Entry, nameOf } from './entry.ts';
import { globalOptions } from './global-flags.ts';
import { flagsOf, type KnownFlag, knownFlags } from './known-flags.ts';

/** A word that a shell may insert, with its description. */
export interface Candidate {
  readonly word: string;
  readonly describe: string;
}

/** The source of completion names: the config, or the orgs that the sf CLI is signed in to. */
type Names = (config: string) => readonly Candidate[] | Promise<readonly Candidate[]>;

const plain = (words: readonly string[], describe = ''): readonly Candidate[] =>
  words.map((word) => ({ word, describe }));

/** Values of flags and positionals that yargs doesn't list, by name. A command's own names come first. */
const names: Readonly<Record<string, Names>> = {
  env: environments,
  from: environments,
  to: environments,
  'target-org': orgs,
  allow: () => plain(risks, 'risk'),
  only: () => plain(userStages, 'stage'),
  'explain code': () => plain(Object.keys(errorCodes)),
  'pull name': components(),
  'credential principal': principals,
  'external-credential name': components('external credential'),
  'certificate get name': components('certificate'),
  'key probe name': keys,
};

/**
 * Completes a word of a command line. Never throws, because a shell then shows nothing.
 *
 * @param words those after `keyway`
 * @param at index of the word being typed; the one after the last is empty
 */
export async function complete(words: readonly string[], at: number): Promise<readonly Candidate[]> {
  const before = words.slice(0, at).filter((word) => word !== '=');
  const current = words[at] === '=' ? '' : (words[at] ?? '');
  const found = await candidates(before, current).catch(() => []);
  // Don't offer words that a shell would interpret.
  return found.filter(({ word }) => word.startsWith(current) && /^[\w.@:/+-]+$/.test(word));
}

async function candidates(before: readonly string[], current: string): Promise<readonly Candidate[]> {
  const [first, second] = before;
  const group = commands.find((entry) => nameOf(entry) === first);
  if (first === undefined || group === undefined) return commands.map(asCandidate);
  const entry = 'actions' in group ? group.actions.find((action) => nameOf(action) === second) : group;
  if ('actions' in group && entry === undefined) return group.actions.map(asCandidate);
  if (entry === undefined) return [];
  const { default: yargs } = await import('yargs');
  const flags = [...(await flagsOf(entry)), ...knownFlags(globalOptions(yargs([])))];
  const name = entry === group ? first : `${first} ${second}`;
  const words = before.slice(entry === group ? 1 : 2);
  const isCalled = (flag: KnownFlag, word = '') =>
    word === `--${flag.name}` || (flag.short !== undefined && word === `-${flag.short}`);
  const open = flags.find((flag) => flag.takesValue && isCalled(flag, words.at(-1)));
  if (open) return valuesOf(open, name, before);
  if (current.startsWith('-'))
    return flags
      .filter((flag) => !flag.isPositional && (flag.isList || !words.some((word) => isCalled(flag, word))))
      .map((flag) => ({ word: `--${flag.name}`, describe: flag.describe }));
  const positionals = flags.filter(({ isPositional }) => isPositional);
  const given = words.filter(
    (word, index) =>
      !word.startsWith('-') && !flags.some((flag) => flag.takesValue && isCalled(flag, words[index - 1])),
  );
  const next = positionals[given.length] ?? positionals.findLast(({ isList }) => isList);
  return next ? valuesOf(next, name, before) : [];
}

async function valuesOf(
  flag: KnownFlag,
  command: string,
  words: readonly string[],
): Promise<readonly Candidate[]> {
  if (flag.choices) return plain(flag.choices);
  const source = names[`${command} ${flag.name}`] ?? (flag.isPositional ? undefined : names[flag.name]);
  const config = words[words.indexOf('--config') + 1];
  return (await source?.(words.includes('--config') && config ? config : 'keyway.yaml')) ?? [];
}

function asCandidate(entry: Entry | { readonly usage: string; readonly describe: string }): Candidate {
  return { word: entry.usage.replace(/ .*/, ''), describe: entry.describe };
}

async function orgs(): Promise<readonly Candidate[]> {
  const { listLogins } = await import('../salesforce/logins.ts');
  const logins = await listLogins();
  return [
    { word: 'local', describe: 'the embedded org' },
    ...logins.flatMap(({ aliases, username }) =>
      aliases.length > 0 ? plain(aliases, username) : plain([username]),
    ),
  ];
}

async function environments(config: string): Promise<readonly Candidate[]> {
  return plain(Object.keys(await sectionOf(config, 'environments')), 'environment');
}

async function keys(config: string): Promise<readonly Candidate[]> {
  return plain(Object.keys(await sectionOf(config, 'cacheOnlyKeys')), 'cache-only key');
}

async function principals(config: string): Promise<readonly Candidate[]> {
  const credentials = await sectionOf(config, 'externalCredentials');
  return Object.entries(credentials).flatMap(([name, value]) =>
    Object.keys(Object(value?.principals)).map((principal) => ({
      word: `${name}-${principal}`,
      describe: 'principal',
    })),
  );
}

/** Names of components of all types, or of one. */
function components(wanted?: string): Names {
  return async (config) => {
    const { componentNames } = await import('../kinds/component-names.ts');
    return componentNames(config)
      .filter(({ noun }) => wanted === undefined || noun === wanted)
      .map(({ noun, name }) => ({ word: name, describe: noun }));
  };
}

type Section = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** A section as written, valid or not. */
async function sectionOf(config: string, section: string): Promise<Section> {
  const [{ loadDocument }, { toPlain }] = await Promise.all([
    import('../kinds/config.ts'),
    import('../config/tree.ts'),
  ]);
  const all = (toPlain(loadDocument(config).tree) ?? {}) as Readonly<Record<string, unknown>>;
  return Object(all[section]) as Section;
}
