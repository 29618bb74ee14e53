import { KeywayError } from '../errors.ts';

/** What yargs says of a command line that it cannot take, in sentences that say what to do. */
export function usageError(
  message: string,
  line: readonly string[],
  commands: readonly string[],
): KeywayError {
  const command = line.find((word) => !word.startsWith('-'));
  const help = command === undefined ? 'keyway --help' : `keyway ${command} --help`;
  const fail = (sentence: string, ...actions: string[]) =>
    new KeywayError('UsageWrong', sentence, { actions });

  const near = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (near !== undefined)
    return fail(`There is no command ${command}; did you mean ${near}?`, 'keyway --help lists all.');

  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  const flags = line.filter((word) => word.startsWith('-') && unknown.includes(nameOf(word)));
  if (flags.length > 0)
    return fail(
      `keyway does not know ${flags.map(nameAndDashes).join(', ')} here.`,
      `${help} lists what it takes.`,
    );
  if (unknown.length > 0 && command !== undefined && !commands.includes(command))
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
    return fail(`keyway ${command} needs to be told what to do.`, `${help} shows it.`);

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
