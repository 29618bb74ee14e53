import { remedyFor } from '../keys/status-codes.ts';
import { areProven, keyProbe } from '../operations/key-probe.ts';
import { formatProbe } from '../report/probe.ts';
import { printable } from '../report/terminal.ts';
import { askSecretOnTerminal } from './ask.ts';
import { defineCommand } from './command.ts';
import { configOptions, secretFlags, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    secretFlags(args)
      .positional('name', { type: 'string', describe: 'a key of cacheOnlyKeys; without it all' })
      .option('identifier', {
        type: 'string',
        describe: "in place of the key's own",
        requiresArg: true,
      })
      .option('named-credential', {
        type: 'string',
        describe: 'a named credential of the config, by developer name',
        requiresArg: true,
      })
      .option('replay-detection', {
        type: 'boolean',
        describe: 'ask for a requestId; default what the config says',
      })
      .option('private-key', {
        type: 'string',
        describe: "a PEM file with the certificate's private key: the key is decrypted and checked",
        requiresArg: true,
      })
      .option('passphrase', {
        type: 'string',
        describe: "what opens it, as a reference: '${env:NAME}'",
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
      console.log(printable(heading));
      for (const { name, ...probe } of result.probes) {
        console.log(['', ...formatProbe(name, probe)].join('\n'));
        const code = probe.checks.find(({ ok }) => ok === false)?.statusCode;
        if (code !== undefined && probe.outcome === 'refused') console.log(`  ${remedyFor(code)}`);
      }
    }
    return { result, exitCode: areProven(result.probes) ? 0 : 1, warnings: warningsOf(warnings) };
  },
});
