import yargs, { type Argv } from 'yargs';
import { printError, printJson } from '../report/output.ts';
import { printableLines, printToStderr, setQuiet, switchColourOff } from '../report/terminal.ts';
import type { Arguments } from './command.ts';
import { commands } from './commands.ts';
import { addCommand, nameOf } from './entry.ts';
import { globalFlags, globalOptions } from './global-flags.ts';
import { untilInterrupted } from './interrupt.ts';
import { settleRepeated } from './repeated.ts';
import { usageError } from './usage.ts';
import { packageVersion } from './version.ts';

const commandNames = new Map(
  commands.map((entry) => [
    nameOf(entry),
    {
      actions: 'actions' in entry ? entry.actions.map(nameOf) : [],
      needs: /<([a-z-]+)/.exec(entry.usage)?.[1],
    },
  ]),
);

/** Runs a command line and returns the exit code. Only this function and the commands print. */
export async function run(line: readonly string[]): Promise<number> {
  const json = line.includes('--json');
  if (line.includes('--no-color')) switchColourOff();
  setQuiet(line.includes('--quiet'));
  let exitCode = 0;
  const parser: Argv = globalOptions(yargs([...line]))
    .scriptName('keyway')
    // Messages are part of keyway's contract, so they don't change with the machine's language.
    .locale('en')
    .usage('$0 <command>\n\nNamed credentials and Shield keys of Salesforce orgs, from one file.')
    .describe('help', 'show this')
    .group(globalFlags, 'With every command:')
    .example('$0 init', 'write a first keyway.yaml')
    .example('$0 deploy', 'deploy it to the default environment')
    .example('$0 plan --env uat', 'show what would change there')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .parserConfiguration({ 'duplicate-arguments-array': true, 'boolean-negation': true })
    .middleware((given) => settleRepeated(given, parser), true)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command.')
    .exitProcess(false)
    .showHelpOnFail(false)
    .version('version', 'show the version', packageVersion())
    .fail((message, error) => {
      throw error ?? usageError(message, line, commandNames);
    });
  disableHelpCache(parser);
  for (const entry of commands) {
    addCommand(parser, entry, async (command, args) => {
      const outcome = await untilInterrupted(
        (signal) => command.run({ ...args, signal } as Arguments),
        json,
        command.grace,
      );
      if (!outcome.printed && json) printJson(outcome);
      else if (!outcome.printed)
        for (const warning of outcome.warnings ?? []) printToStderr(printableLines(warning));
      exitCode = outcome.exitCode ?? 0;
    });
  }
  try {
    if (line.length > 0) await parser.parseAsync();
    else {
      parser.showHelp('error');
      exitCode = 1;
    }
    return exitCode;
  } catch (error) {
    const known = isYargsError(error) ? usageError(error.message, line, commandNames) : error;
    return printError(known, json, line.includes('--verbose'));
  }
}

/**
 * yargs builds a command's help text on every run, for `getHelp()`, which nothing calls here. That takes a fifth of
 * the time of `validate`. The function isn't in its types.
 */
function disableHelpCache(parser: Argv): void {
  interface Internals {
    getInternalMethods(): { getUsageInstance(): { cacheHelpMessage: () => void } };
  }
  (parser as unknown as Internals).getInternalMethods().getUsageInstance().cacheHelpMessage = () => {};
}

/** yargs throws some usage errors without calling its own `fail`. */
function isYargsError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'YError';
}
