import { remedyFor } from '../keys/status-codes.ts';
import { areProven, keyProbe } from '../operations/key-probe.ts';
import { formatProbe } from '../report/probe.ts';
import { print, printable } from '../report/terminal.ts';
import { askSecretOnTerminal } from './ask.ts';
import { defineCommand } from './command.ts';
import { configOptions, secretFlags, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    secretFlags(args)
      .positional('name', { type: 'string', describe: 'name of a key under cacheOnlyKeys (default: all)' })
      .option('identifier', {
        type: 'string',
        describe: "identifier to request (default: the key's own)",
        requiresArg: true,
      })
      .option('named-credential', {
        type: 'string',
        describe: 'developer name of a named credential in the config',
        requiresArg: true,
      })
      .option('replay-detection', {
        type: 'boolean',
        describe: 'send a requestId (default: as in the config)',
      })
      .option('private-key', {
        type: 'string',
        describe: "PEM file with the certificate's private key, to decrypt and check the key",
        requiresArg: true,
      })
      .option('passphrase', {
        type: 'string',
        describe: "reference to its passphrase, such as '${env:NAME}'",
        requiresArg: true,
      }),
  async run(args) {
    const file = args.privateKey;
    const { warnings, heading, ...result } = await keyProbe({
      ...configOptions(args),
      name: args.name,
      identifier: args.identifier,
      namedCredential: args.namedCredential,
      replayDetection: typeof args.replayDetection === 'boolean' ? args.replayDetection : undefined,
      privateKey:
        file === undefined
          ? undefined
          : { file, passphrase: args.passphrase, ask: askSecretOnTerminal(args) },
    });
    if (!args.json) {
      print(printable(heading));
      for (const { name, ...probe } of result.probes) {
        print(['', ...formatProbe(name, probe)].join('\n'));
        const code = probe.checks.find(({ ok }) => ok === false)?.statusCode;
        if (code !== undefined && probe.outcome === 'refused') print(`  ${remedyFor(code)}`);
      }
    }
    return { result, exitCode: areProven(result.probes) ? 0 : 1, warnings: warningsOf(warnings) };
  },
});
