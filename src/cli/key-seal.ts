import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import type { SealWith } from '../operations/key/backup.ts';
import { askSecretOnTerminal } from './ask.ts';
import type { Arguments, FlagsOf } from './command.ts';
import { readSecretLine } from './standard-input.ts';

/** Flags for what seals a backup. */
export function sealFlags<Flags>(args: Argv<Flags>) {
  return passphraseFlags(args).option('public-key', {
    type: 'string',
    describe: 'PEM file with a public key; only its private key opens the backup',
    requiresArg: true,
  });
}

export function passphraseFlags<Flags>(args: Argv<Flags>) {
  return args
    .option('passphrase', {
      type: 'string',
      describe: "reference to the passphrase, such as '${env:NAME}' (default: ask on the terminal)",
      requiresArg: true,
    })
    .option('passphrase-stdin', {
      type: 'boolean',
      describe: 'read the passphrase from standard input',
      default: false,
    });
}

/**
 * Takes the seal from flags or asks a person.
 * @throws KeywayError `UsageWrong`, `PassphraseMissing`
 */
export async function sealOption(args: FlagsOf<typeof sealFlags>): Promise<SealWith> {
  const publicKey = args.publicKey;
  const given = givenPassphrase(args);
  if (publicKey !== undefined && given !== undefined)
    throw new KeywayError(
      'UsageWrong',
      'A backup can be sealed with a passphrase or with a public key, not with both.',
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
    throw new KeywayError('UsageWrong', 'Pass --passphrase or --passphrase-stdin, not both.');
  if (reference !== undefined) return Promise.resolve({ kind: 'reference', reference });
  if (args.passphraseStdin !== true) return undefined;
  return readSecretLine().then((passphrase) => ({ kind: 'passphrase', passphrase }));
}

async function askNewPassphrase(args: Pick<Arguments, 'json' | 'quiet'>): Promise<string> {
  const ask = askSecretOnTerminal(args);
  if (ask === undefined)
    throw new KeywayError(
      'PassphraseMissing',
      'A backup needs a passphrase or a public key, because keyway never writes it unsealed.',
      {
        actions: [
          "Nothing was changed. Pass --passphrase-stdin, --passphrase '${env:NAME}' or --public-key FILE.",
        ],
      },
    );
  const first = await ask('Passphrase for the backup');
  if (first === (await ask('Repeat the passphrase'))) return first;
  throw new KeywayError('PassphraseMissing', 'The two passphrases differ.', {
    actions: ['Nothing was changed.'],
  });
}
