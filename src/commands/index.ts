import yargs, { type Argv } from 'yargs';
import { KeywayError } from '../errors.ts';
import { type Outcome, printError, printJson } from '../report/output.ts';
import { switchColourOff } from '../report/terminal.ts';

/** A command's own file: its flags, one library call, and what a person reads of the result. */
export interface Command {
  readonly flags: (args: Argv) => Argv;
  readonly run: (args: Arguments) => Promise<Outcome>;
}

/** What yargs parsed; each command knows its own flags. */
export type Arguments = Readonly<Record<string, unknown>> & {
  readonly json: boolean;
  readonly verbose: boolean;
};

interface Entry {
  readonly usage: string;
  readonly describe: string;
  readonly load: () => Promise<Command>;
}

/** Every command; its file is imported when it is called. */
const commands: readonly Entry[] = [
  {
    usage: 'init',
    describe: 'write a starting config',
    load: async () => (await import('./init.ts')).command,
  },
  {
    usage: 'validate',
    describe: 'check the config and all its environments, offline',
    load: async () => (await import('./validate.ts')).command,
  },
  {
    usage: 'render',
    describe: 'write source-format metadata and its manifest',
    load: async () => (await import('./render.ts')).command,
  },
  {
    usage: 'plan',
    describe: 'compare the config with an org',
    load: async () => (await import('./plan.ts')).command,
  },
  {
    usage: 'deploy',
    describe: 'plan, apply and verify',
    load: async () => (await import('./deploy.ts')).command,
  },
  {
    usage: 'verify',
    describe: 'read the chain back, link by link',
    load: async () => (await import('./verify.ts')).command,
  },
  {
    usage: 'credential <action> [principal]',
    describe: 'secrets of principals: status, set, delete',
    load: async () => (await import('./credential.ts')).command,
  },
  {
    usage: 'external-credential <action> [name]',
    describe: 'external credentials without a deploy: list, get, put, delete',
    load: async () => (await import('./external-credential.ts')).command,
  },
  {
    usage: 'local-org <action>',
    describe: 'the embedded org as a server',
    load: async () => (await import('./local-org.ts')).command,
  },
];

/** Runs a command line; returns the exit code. Nothing but this and its commands prints. */
export async function run(line: readonly string[]): Promise<number> {
  const json = line.includes('--json');
  if (line.includes('--no-color')) switchColourOff();
  let exitCode = 0;
  const parser = yargs([...line])
    .scriptName('keyway')
    .usage('$0 <command>\n\nNamed credentials and Shield keys of Salesforce orgs, from one file.')
    .option('config', {
      type: 'string',
      describe: 'the config',
      default: 'keyway.yaml',
      requiresArg: true,
      global: true,
    })
    .option('env', {
      type: 'string',
      describe: 'the environment of the config',
      requiresArg: true,
      global: true,
    })
    .option('json', { type: 'boolean', describe: 'print one JSON object', default: false, global: true })
    .option('color', {
      type: 'boolean',
      describe: 'colours (--no-color)',
      default: true,
      hidden: true,
      global: true,
    })
    .option('no-color', { type: 'boolean', describe: 'print without colours', global: true })
    .option('verbose', {
      type: 'boolean',
      describe: 'print causes of errors too',
      default: false,
      global: true,
    })
    .parserConfiguration({ 'duplicate-arguments-array': false, 'boolean-negation': true })
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command.')
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(await packageVersion())
    .fail((message, error) => {
      if (error) throw error;
      const words = message.replace(/^Did you mean (.+)\?$/, 'There is no such command; did you mean $1?');
      throw new KeywayError('UsageWrong', sentence(words), {
        actions: ['keyway --help lists commands and flags.'],
      });
    });
  for (const { usage, describe, load } of commands) {
    parser.command(
      usage,
      describe,
      async (args) => (await load()).flags(args),
      async (args) => {
        const command = await load();
        const outcome = await command.run(args as unknown as Arguments);
        if (outcome.printed) exitCode = outcome.exitCode ?? 0;
        else if (json) printJson(outcome);
        else for (const warning of outcome.warnings ?? []) process.stderr.write(`${warning}\n`);
        exitCode = outcome.exitCode ?? 0;
      },
    );
  }
  try {
    await parser.parseAsync();
    return exitCode;
  } catch (error) {
    return printError(error, json, line.includes('--verbose'));
  }
}

async function packageVersion(): Promise<string> {
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
