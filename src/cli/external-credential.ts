import type { Argv } from 'yargs';
import { headingOf } from '../engine/summary.ts';
import { KeywayError } from '../errors/index.ts';
import { risks } from '../kinds/change.ts';
import {
  externalCredentialDelete,
  externalCredentialGet,
  externalCredentialList,
  externalCredentialPut,
} from '../operations/external-credential.ts';
import { formatField } from '../report/changes.ts';
import type { Outcome } from '../report/output.ts';
import { columns } from '../report/table.ts';
import { print, printable, printableLines } from '../report/terminal.ts';
import { askOnTerminal } from './ask.ts';
import { defineCommand, type FlagsOf } from './command.ts';
import { listOption, orgFlags, orgOptions, secretFlags, warningsOf, yesFlag } from './flags.ts';

const flags = (args: Argv) =>
  yesFlag(secretFlags(orgFlags(args)), 'skip the confirmation for delete and for a protected org')
    .positional('action', {
      choices: ['list', 'get', 'put', 'delete'] as const,
      describe: 'what to do',
      demandOption: true,
    })
    .positional('name', { type: 'string', describe: 'developer name of the external credential' })
    .option('file', {
      alias: 'f',
      type: 'string',
      describe: 'put: JSON file in the form of the Connect API, or the output of get --json',
      requiresArg: true,
    })
    .option('allow', {
      type: 'array',
      string: true,
      describe: 'approve this risk: principal-removal',
      requiresArg: true,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    if (args.action === 'list') return list(args);
    const name = args.name;
    if (name === undefined) {
      throw new KeywayError('UsageWrong', `keyway external-credential ${args.action} needs a name.`, {
        actions: ['To list them: keyway external-credential list'],
      });
    }
    const options = {
      ...orgOptions(args),
      name,
      yes: args.yes === true,
      ask: askOnTerminal(args),
      allow: listOption(args.allow, 'allow', risks),
    };
    if (args.action === 'put') return put(args, options);
    const { warnings, heading, ...result } =
      args.action === 'get' ? await externalCredentialGet(options) : await externalCredentialDelete(options);
    if (!args.json) {
      print(printable(heading));
      print(
        'externalCredential' in result
          ? printableLines(JSON.stringify(result.externalCredential, null, 2), '')
          : `${printable(name)}: deleted.`,
      );
    }
    return { result, warnings: warningsOf(warnings) };
  },
});

async function list(args: Flags): Promise<Outcome> {
  const { warnings, heading, ...result } = await externalCredentialList(orgOptions(args));
  if (!args.json) {
    const rows = result.externalCredentials.map(
      ({ developerName, authenticationProtocol, authenticationProtocolVariant, principals = [] }) => [
        `  ${printable(developerName)}`,
        [authenticationProtocol, authenticationProtocolVariant].filter(Boolean).join(', '),
        printable(
          principals
            .map(
              ({ principalName, authenticationStatus }) =>
                `${principalName} (${authenticationStatus ?? 'Unknown'})`,
            )
            .join(', '),
        ),
      ],
    );
    print([printable(heading), '', ...columns(rows)].join('\n'));
  }
  return { result, warnings: warningsOf(warnings) };
}

async function put(args: Flags, options: Parameters<typeof externalCredentialPut>[0]): Promise<Outcome> {
  const {
    warnings,
    heading: _heading,
    ...result
  } = await externalCredentialPut({
    ...options,
    file: args.file,
    onDifference: (session, fields) => {
      if (args.json) return;
      print([printable(headingOf(session)), '', ...fields.map(formatField)].join('\n'));
    },
  });
  const { name, outcome, left } = result;
  if (!args.json) {
    print(`${printable(name)}: ${outcome}.`);
    if (left.length > 0) print(["The org didn't change:", ...left.map(formatField)].join('\n'));
  }
  return { result, exitCode: left.length > 0 ? 1 : 0, warnings: warningsOf(warnings) };
}
