import { KeywayError } from '../errors/index.ts';
import { keyUpload } from '../operations/key/upload.ts';
import { formatNewKey } from '../report/keys.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { warningsOf } from './flags.ts';
import { changeOptions, newKeyFlags, requiredText } from './key-flags.ts';
import { materialFlags, materialOption, uploadOptions } from './key-material-flags.ts';

export const command = defineCommand({
  flags: (args) => materialFlags(newKeyFlags(args)),
  async run(args) {
    const certificate = requiredText(args, 'certificate');
    const upload = await uploadOptions(args);
    const material = await materialOption(args);
    if (material === undefined)
      throw new KeywayError('UsageWrong', 'keyway key upload needs a key.', {
        actions: ['Pass --file FILE, --stdin, --generate or --wrapped FILE.'],
      });
    const { warnings, heading, remarks, ...result } = await keyUpload({
      ...changeOptions(args),
      ...upload,
      type: requiredText(args, 'type'),
      certificate,
      material,
    });
    if (!args.json) {
      const backup = result.backup === null ? '' : ` Its backup: ${printable(result.backup)}`;
      print(`${printable(heading)}\n${formatNewKey(result)}${backup}`);
    }
    return { result, warnings: [...warningsOf(warnings), ...remarks] };
  },
});
