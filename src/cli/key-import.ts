import { keyImport, type OpenWith } from '../operations/key/import.ts';
import { formatKey } from '../report/keys.ts';
import { askSecretOnTerminal } from './ask.ts';
import { type Arguments, defineCommand } from './command.ts';
import { text, warningsOf } from './flags.ts';
import { changeFlags, changeOptions, requiredText } from './key-flags.ts';
import { givenPassphrase, passphraseFlags } from './key-seal.ts';

export const command = defineCommand({
  flags: (args) =>
    passphraseFlags(changeFlags(args))
      .positional('file', { type: 'string', describe: 'a backup by key export, or by Setup' })
      .option('private-key', {
        type: 'string',
        describe: 'a PEM file: opens a backup for its public key',
        requiresArg: true,
      }),
  async run(args) {
    const { warnings, heading, ...result } = await keyImport({
      ...changeOptions(args),
      file: requiredText(args, 'file'),
      open: (opensWith) => opener(args, opensWith),
    });
    if (!args.json) console.log(`${heading}\n${formatKey(result.key)} What it encrypted can be read again.`);
    return { result, warnings: warningsOf(warnings) };
  },
});

/** What opens a sealed file: flags, or a person; undefined where nobody can say. */
async function opener(
  args: Arguments,
  opensWith: 'passphrase' | 'privateKey',
): Promise<OpenWith | undefined> {
  const file = text(args.privateKey);
  const given = await givenPassphrase(args);
  if (opensWith === 'passphrase') {
    const asked = given ? undefined : await askSecretOnTerminal(args)?.('Passphrase of the backup');
    return given ?? (asked === undefined ? undefined : { kind: 'passphrase', passphrase: asked });
  }
  return file === undefined ? undefined : { kind: 'privateKey', file, passphrase: given };
}
