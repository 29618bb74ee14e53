import { KeywayError } from '../errors/index.ts';

/**
 * What yargs says of a command line that it cannot take, in sentences that say what to do.
 *
 * @param commands each by name, with the names of its actions where they are commands of their own
 */
export function usageError(
  message: string,
  line: readonly string[],
  commands: ReadonlyMap<string, readonly string[]>,
): KeywayError {
  const [first, second] = line.filter((word) => !word.startsWith('-'));
  const actions = commands.get(first ?? '') ?? [];
  const command = second !== undefined && actions.includes(second) ? `${first} ${second}` : first;
  const help = command === undefined ? 'keyway --help' : `keyway ${command} --help`;
  const fail = (sentence: string, ...actions: string[]) =>
    new KeywayError('UsageWrong', sentence, { actions });

  const near = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (near !== undefined && actions.length > 0)
    return fail(`keyway ${first} has no ${second}; did you mean ${near}?`, `${help} lists what it has.`);
  if (near !== undefined)
    return fail(`There is no command ${command}; did you mean ${near}?`, 'keyway --help lists all.');

  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  const flags = line.filter((word) => word.startsWith('-') && unknown.includes(nameOf(word)));
  if (flags.length > 0)
    return fail(
      `keyway does not know ${flags.map(nameAndDashes).join(', ')} here.`,
      `${help} lists what it takes.`,
    );
  if (unknown.length > 0 && actions.length > 0 && command === first)
    return fail(`keyway ${first} has no ${second}.`, `${help} lists what it has.`);
  if (unknown.length > 0 && first !== undefined && !commands.has(first))
    return fail(`There is no command ${command}.`, 'keyway --help lists all.');
  if (unknown.length > 0)
    return fail(
      `keyway ${command} takes no ${unknown.map((word) => `"${word}"`).join(', ')}.`,
      `${help} shows what it takes.`,
    );

  const missing = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (missing !== undefined)
    return fail(`${missing.length > 1 ? '--' : '-'}${missing} needs a value.`, `${help} says which.`);
  if (message.startsWith('Not enough non-option arguments'))
    return fail(
      second !== undefined && command !== first
        ? `keyway ${command} needs to be told of what.`
        : `keyway ${command} needs to be told what to do.`,
      `${help} shows it.`,
    );

  const needed = /^Missing required arguments?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  if (needed.length > 0)
    return fail(
      `keyway ${command} needs ${needed.map((name) => `--${name}`).join(' and ')}.`,
      `${help} shows what it takes.`,
    );

  const choice = /Argument: ([\w-]+), Given: "(.*)", Choices: (.+)$/m.exec(message);
  if (choice) {
    const [, name = '', given, choices = ''] = choice;
    const what = line.some((word) => nameOf(word) === name && word.startsWith('-'))
      ? `--${name}`
      : `keyway ${command}`;
    return fail(`${what} does not take "${given}".`, `It takes ${choices.replaceAll('"', '')}.`);
  }
  return fail(/[.?!]$/.test(message) ? message : `${message}.`, `${help} shows what is taken.`);
}

function nameAndDashes(word: string): string {
  return word.split('=', 1)[0] ?? word;
}

/** `dry-run` of `--dry-run=true`. */
function nameOf(word: string): string {
  return nameAndDashes(word).replace(/^--?(?:no-)?/, '');
}
