import { KeywayError } from '../errors/index.ts';

/**
 * Converts yargs' messages about a wrong command line to sentences that say what to do.
 *
 * @param commands by name, with the names of their actions, or with the first required word: `action`, `name`
 */
export function usageError(
  message: string,
  line: readonly string[],
  commands: ReadonlyMap<string, { readonly actions: readonly string[]; readonly needs?: string | undefined }>,
): KeywayError {
  const [first, second] = line.filter((word) => !word.startsWith('-'));
  const { actions = [], needs = 'action' } = commands.get(first ?? '') ?? {};
  const command = second !== undefined && actions.includes(second) ? `${first} ${second}` : first;
  const help = command === undefined ? 'keyway --help' : `keyway ${command} --help`;
  const fail = (sentence: string, ...actions: string[]) =>
    new KeywayError('UsageWrong', sentence, { actions });

  const near = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (near !== undefined && actions.length > 0)
    return fail(`"${second}" isn't an action of keyway ${first}. Did you mean ${near}?`, `See ${help}.`);
  if (near !== undefined)
    return fail(`"${command}" isn't a keyway command. Did you mean ${near}?`, 'See keyway --help.');

  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  const flags = line.filter((word) => word.startsWith('-') && unknown.includes(nameOf(word)));
  if (flags.length > 0)
    return fail(`keyway ${command} has no flag ${flags.map(nameAndDashes).join(', ')}.`, `See ${help}.`);
  if (unknown.length > 0 && actions.length > 0 && command === first)
    return fail(`"${second}" isn't an action of keyway ${first}.`, `See ${help}.`);
  if (unknown.length > 0 && first !== undefined && !commands.has(first))
    return fail(`"${command}" isn't a keyway command.`, 'See keyway --help.');
  if (unknown.length > 0)
    return fail(
      `keyway ${command} doesn't accept ${unknown.map((word) => `"${word}"`).join(', ')}.`,
      `See ${help}.`,
    );

  const missing = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (missing !== undefined)
    return fail(`${missing.length > 1 ? '--' : '-'}${missing} needs a value.`, `See ${help}.`);
  if (message.startsWith('Not enough non-option arguments'))
    return fail(
      second !== undefined && command !== first
        ? `keyway ${command} needs a name.`
        : `keyway ${command} needs ${/^[aeiou]/.test(needs) ? 'an' : 'a'} ${needs}.`,
      `See ${help}.`,
    );

  const needed = /^Missing required arguments?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  if (needed.length > 0)
    return fail(
      `keyway ${command} needs ${needed.map((name) => `--${name}`).join(' and ')}.`,
      `See ${help}.`,
    );

  const choice = /Argument: ([\w-]+), Given: "(.*)", Choices: (.+)$/m.exec(message);
  if (choice) {
    const [, name = '', given, choices = ''] = choice;
    const what = line.some((word) => nameOf(word) === name && word.startsWith('-'))
      ? `--${name}`
      : `keyway ${command}`;
    return fail(`${what} doesn't accept "${given}".`, `Use one of ${choices.replaceAll('"', '')}.`);
  }
  return fail(/[.?!]$/.test(message) ? message : `${message}.`, `See ${help}.`);
}

function nameAndDashes(word: string): string {
  return word.split('=', 1)[0] ?? word;
}

/** `dry-run` from `--dry-run=true`. */
function nameOf(word: string): string {
  return nameAndDashes(word).replace(/^--?(?:no-)?/, '');
}
