import { keyActivate } from '../operations/key/activate.ts';
import { formatKey } from '../report/keys.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { warningsOf } from './flags.ts';
import { formatCallout } from './key-create.ts';
import { changeOptions, keyName, riskFlags, versionFlag } from './key-flags.ts';

export const command = defineCommand({
  flags: (args) => versionFlag(riskFlags(args)),
  async run(args) {
    const { warnings, heading, remarks, ...result } = await keyActivate({
      ...changeOptions(args),
      ...keyName(args),
    });
    if (!args.json) {
      const callout = result.outcome === 'activated' ? formatCallout(result.callout) : ' Nothing to do.';
      print(`${printable(heading)}\n${formatKey(result.key)}${callout}`);
    }
    return { result, warnings: [...warningsOf(warnings), ...remarks] };
  },
});
