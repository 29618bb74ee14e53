import { keyList } from '../operations/key/list.ts';
import { formatKeyList } from '../report/keys.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgOptions, warningsOf } from './flags.ts';
import { keyFlags } from './key-flags.ts';

export const command = defineCommand({
  flags: (args) => keyFlags(args),
  async run(args) {
    const { warnings, heading, ...result } = await keyList(orgOptions(args));
    if (!args.json) print([printable(heading), '', ...formatKeyList(result)].join('\n'));
    return { result, warnings: warningsOf(warnings) };
  },
});
