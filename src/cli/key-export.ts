import { keyExport } from '../operations/key/export.ts';
import { nameOfKey } from '../operations/key/key-name.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgOptions, warningsOf } from './flags.ts';
import { keyFlags, keyName, requiredText, versionFlag } from './key-flags.ts';
import { sealFlags, sealOption } from './key-seal.ts';

export const command = defineCommand({
  flags: (args) =>
    sealFlags(versionFlag(keyFlags(args))).option('out', {
      type: 'string',
      describe: 'file to write the sealed backup to; must not exist yet',
      demandOption: true,
      requiresArg: true,
    }),
  async run(args) {
    const { warnings, heading, ...result } = await keyExport({
      ...orgOptions(args),
      ...keyName(args),
      file: requiredText(args, 'out'),
      seal: await sealOption(args),
    });
    if (!args.json) {
      const name = printable(nameOfKey(result.key));
      print(
        `${printable(heading)}\n${name} is in ${printable(result.file)}, sealed. Store it apart from its passphrase or private key.`,
      );
    }
    return { result, warnings: warningsOf(warnings) };
  },
});
