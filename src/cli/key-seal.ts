import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import type { SealWith } from '../operations/key/backup.ts';
import { askSecretOnTerminal } from './ask.ts';
import type { Arguments, FlagsOf } from './command.ts';
import { readSecretLine } from './standard-input.ts';

/** By what a backup is sealed. */
export function sealFlags<Flags>(args: Argv<Flags>) {
  return passphraseFlags(args).option('public-key', {
    type: 'string',
    describe: 'a PEM file: only the private key opens the backup',
    requiresArg: true,
  });
}

export function passphraseFlags<Flags>(args: Argv<Flags>) {
  return args
    .option('passphrase', {
      type: 'string',
      describe: "a reference: '${env:NAME}'; asked for on a terminal",
      requiresArg: true,
    })
    .option('passphrase-stdin', {
      type: 'boolean',
      describe: 'the passphrase on standard input',
      default: false,
    });
}

/** What the flags or a person say. Throws `UsageWrong`, `PassphraseMissing`. */
export async function sealOption(args: FlagsOf<typeof sealFlags>): Promise<SealWith> {
  const publicKey = args.publicKey;
  const given = givenPassphrase(args);
  if (publicKey !== undefined && given !== undefined)
    throw new KeywayError(
      'UsageWrong',
      'A backup is sealed by a passphrase or by a public key, not by both.',
    );
  if (publicKey !== undefined) return { kind: 'publicKey', file: publicKey };
  return (await given) ?? { kind: 'passphrase', passphrase: await askNewPassphrase(args) };
}

/** `--passphrase` or `--passphrase-stdin`; undefined without either. */
export function givenPassphrase(
  args: FlagsOf<typeof passphraseFlags>,
): Promise<Extract<SealWith, { kind: 'passphrase' | 'reference' }>> | undefined {
  const reference = args.passphrase;
  if (reference !== undefined && args.passphraseStdin === true)
    throw new KeywayError(
      'UsageWrong',
      'The passphrase is given by --passphrase or by --passphrase-stdin, not by both.',
    );
  if (reference !== undefined) return Promise.resolve({ kind: 'reference', reference });
  if (args.passphraseStdin !== true) return undefined;
  return readSecretLine().then((passphrase) => ({ kind: 'passphrase', passphrase }));
}

async function askNewPassphrase(args: Pick<Arguments, 'json'>): Promise<string> {
  const ask = askSecretOnTerminal(args);
  if (ask === undefined)
    throw new KeywayError(
      'PassphraseMissing',
      'A backup is never written plain: it needs a passphrase or a public key.',
      {
        actions: [
          "Nothing was changed. Give --passphrase-stdin, --passphrase '${env:NAME}' or --public-key FILE.",
        ],
      },
    );
  const first = await ask('Passphrase for the backup');
  if (first === (await ask('The same again'))) return first;
  throw new KeywayError('PassphraseMissing', 'The two passphrases differ.', {
    actions: ['Nothing was changed.'],
  });
}
