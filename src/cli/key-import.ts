import type { Argv } from 'yargs';
import { keyImport, type OpenWith } from '../operations/key/import.ts';
import { formatKey } from '../report/keys.ts';
import { print, printable } from '../report/terminal.ts';
import { askSecretOnTerminal } from './ask.ts';
import { defineCommand, type FlagsOf } from './command.ts';
import { warningsOf } from './flags.ts';
import { changeFlags, changeOptions, requiredText } from './key-flags.ts';
import { givenPassphrase, passphraseFlags } from './key-seal.ts';

const flags = (args: Argv) =>
  passphraseFlags(changeFlags(args))
    .positional('file', { type: 'string', describe: 'backup written by key export or by Setup' })
    .option('private-key', {
      type: 'string',
      describe: 'PEM file with the private key that opens the backup',
      requiresArg: true,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    const { warnings, heading, ...result } = await keyImport({
      ...changeOptions(args),
      file: requiredText(args, 'file'),
      open: (opensWith) => opener(args, opensWith),
    });
    if (!args.json)
      print(`${printable(heading)}\n${formatKey(result.key)} What it encrypted can be read again.`);
    return { result, warnings: warningsOf(warnings) };
  },
});

/** What opens a sealed file, from flags or from a person; undefined without either. */
async function opener(args: Flags, opensWith: 'passphrase' | 'privateKey'): Promise<OpenWith | undefined> {
  const file = args.privateKey;
  const given = await givenPassphrase(args);
  if (opensWith === 'passphrase') {
    const asked = given ? undefined : await askSecretOnTerminal(args)?.('Passphrase of the backup');
    return given ?? (asked === undefined ? undefined : { kind: 'passphrase', passphrase: asked });
  }
  return file === undefined ? undefined : { kind: 'privateKey', file, passphrase: given };
}
