import { keyDestroy } from '../operations/key/destroy.ts';
import { formatKey } from '../report/keys.ts';
import { print, printable } from '../report/terminal.ts';
import { askTextOnTerminal } from './ask.ts';
import { defineCommand } from './command.ts';
import { warningsOf } from './flags.ts';
import { changeFlags, changeOptions, keyName, versionFlag } from './key-flags.ts';

export const command = defineCommand({
  flags: (args) =>
    versionFlag(changeFlags(args)).option('confirm', {
      type: 'string',
      describe: 'confirm with type and version, such as Data:3',
      requiresArg: true,
    }),
  async run(args) {
    const { warnings, heading, ...result } = await keyDestroy({
      ...changeOptions(args),
      ...keyName(args),
      confirm: args.confirm,
      askText: askTextOnTerminal(args),
    });
    if (!args.json) {
      const what = result.outcome === 'none' ? 'Nothing to do.' : printable(result.unreadable);
      print(`${printable(heading)}\n${formatKey(result.key)} ${what}`);
    }
    return { result, warnings: warningsOf(warnings) };
  },
});
