import { keyRotate } from '../operations/key/rotate.ts';
import { formatNewKey } from '../report/keys.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { warningsOf } from './flags.ts';
import { formatCallout } from './key-create.ts';
import { changeOptions, newKeyFlags, requiredText } from './key-flags.ts';
import { materialFlags, materialOption, uploadOptions } from './key-material-flags.ts';

export const command = defineCommand({
  flags: (args) =>
    materialFlags(newKeyFlags(args))
      .option('identifier', {
        type: 'string',
        describe: 'cache-only keys: the new identifier',
        requiresArg: true,
      })
      .option('named-credential', {
        type: 'string',
        describe: 'cache-only keys: another named credential than that of the old key',
        requiresArg: true,
      }),
  async run(args) {
    const upload = await uploadOptions(args);
    const { warnings, heading, ...result } = await keyRotate({
      ...changeOptions(args),
      ...upload,
      type: requiredText(args, 'type'),
      certificate: args.certificate,
      identifier: args.identifier,
      namedCredential: args.namedCredential,
      material: await materialOption(args),
    });
    const { remarks = [], ...shown } = { remarks: [], ...result };
    if (!args.json)
      print(
        `${printable(heading)}\n${formatNewKey(result)}${'callout' in result ? formatCallout(result.callout) : ''}`,
      );
    return { result: shown, warnings: [...warningsOf(warnings), ...remarks] };
  },
});
