import { keyList } from '../operations/key/list.ts';
import { formatKeys } from '../report/keys.ts';
import type { Command } from './command.ts';
import { orgOptions, warningsOf } from './flags.ts';
import { keyFlags } from './key-flags.ts';

export const command: Command = {
  flags: keyFlags,
  async run(args) {
    const { warnings, heading, ...result } = await keyList(orgOptions(args));
    if (!args.json) console.log([heading, '', ...formatKeys(result.keys)].join('\n'));
    return { result, warnings: warningsOf(warnings) };
  },
};
