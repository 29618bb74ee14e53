import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import { risks } from '../kinds/change.ts';
import { credentialDelete, credentialSet, credentialStatus } from '../operations/credential.ts';
import type { Outcome } from '../report/output.ts';
import { columns } from '../report/table.ts';
import { print, printable, printToStderr } from '../report/terminal.ts';
import { askOnTerminal, askSecretOnTerminal } from './ask.ts';
import { defineCommand, type FlagsOf } from './command.ts';
import {
  listOption,
  orgFlags,
  orgOptions,
  secretFlags,
  waitFlag,
  waitOption,
  warningsOf,
  yesFlag,
} from './flags.ts';

const flags = (args: Argv) =>
  yesFlag(secretFlags(waitFlag(orgFlags(args))), 'skip the confirmation for delete and for a protected org')
    .positional('action', {
      choices: ['status', 'set', 'delete'] as const,
      describe: 'what to do',
      demandOption: true,
    })
    .positional('principal', { type: 'string', describe: 'ExternalCredential-Principal' })
    .option('stdin', {
      type: 'boolean',
      describe: 'set: read the values from standard input, as a JSON object',
      default: false,
    })
    .option('allow', {
      type: 'array',
      string: true,
      describe: 'set: approve these risks: key-path, unprobed-key',
      requiresArg: true,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    if (args.action === 'status') return status(args);
    const name = args.principal;
    if (name === undefined) {
      throw new KeywayError('UsageWrong', `keyway credential ${args.action} needs the name of a principal.`, {
        actions: ['Write it as ExternalCredential-Principal. To list them: keyway credential status'],
      });
    }
    return args.action === 'set' ? set(args, name) : remove(args, name);
  },
});

async function status(args: Flags): Promise<Outcome> {
  const { warnings, heading, ...result } = await credentialStatus(orgOptions(args));
  if (!args.json) {
    print(printable(heading));
    const rows = result.credentials.map(({ name, status, keys, inConfig }) => [
      `  ${printable(name)}`,
      status,
      printable(keys.join(', ')) || (inConfig ? '' : 'not in the config'),
    ]);
    print(['', ...columns(rows)].join('\n'));
  }
  return { result, warnings: warningsOf(warnings) };
}

async function set(args: Flags, name: string): Promise<Outcome> {
  const { warnings, heading, remarks, ...result } = await credentialSet({
    ...orgOptions(args),
    name,
    values: args.stdin === true ? await readValues() : undefined,
    yes: args.yes === true,
    allow: listOption(args.allow, 'allow', risks),
    ask: askOnTerminal(args),
    askSecret: args.stdin === true ? undefined : askSecretOnTerminal(args),
    onAuthorize: (url) =>
      printToStderr(`Open this URL in a browser and authorize. keyway waits for it:\n  ${printable(url)}`),
    wait: waitOption(args),
  });
  if (!args.json) print(`${printable(heading)}\n${printable(result.name)}: ${result.outcome}.`);
  return { result, warnings: [...warningsOf(warnings), ...remarks] };
}

async function remove(args: Flags, name: string): Promise<Outcome> {
  const { warnings, heading, ...result } = await credentialDelete({
    ...orgOptions(args),
    name,
    yes: args.yes === true,
    ask: askOnTerminal(args),
  });
  const outcomeText = result.outcome === 'none' ? 'had nothing stored' : 'deleted';
  if (!args.json) print(`${printable(heading)}\n${printable(result.name)}: ${outcomeText}.`);
  return { result, warnings: warningsOf(warnings) };
}

/** Reads a JSON object of texts, as secret managers print it. Errors don't repeat any of it. */
async function readValues(): Promise<Readonly<Record<string, string>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    parsed = undefined;
  }
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  if (isObject && Object.values(parsed as object).every((value) => typeof value === 'string')) {
    return parsed as Readonly<Record<string, string>>;
  }
  throw new KeywayError('InputInvalid', "Standard input isn't a JSON object with text values.", {
    actions: ['Write it as {"clientId": "…", "clientSecret": "…"}. Nothing was changed.'],
  });
}
