import type { KeyAction } from '../../ciphertrust/keys.ts';
import { cckmKeyChange } from '../../operations/cckm/keys.ts';
import { askTextOnTerminal } from '../ask.ts';
import type { Command } from '../command.ts';
import { text } from '../flags.ts';
import { approvalOptions, placeFlags, placeOptions, yesFlag } from './flags.ts';
import { keyTable } from './keys.ts';
import { shown } from './show.ts';

const none: Readonly<Record<KeyAction, string>> = {
  activate: 'It is active already; nothing was changed.',
  destroy: 'It is destroyed already; nothing was changed.',
  import: 'It is there already; nothing was changed.',
  'delete-backup': 'It has no backup; nothing was changed.',
};

/** One command for each of what can be done with a key. */
export function changeCommand(action: KeyAction): Command {
  const typed = action === 'destroy' || action === 'delete-backup';
  return {
    flags: (args) => {
      const flags = placeFlags(
        args.positional('id', { type: 'string', describe: "the key's id in CipherTrust" }),
      );
      return typed
        ? flags.option('confirm', {
            type: 'string',
            describe: 'type and version, typed out: Data:3',
            requiresArg: true,
          })
        : yesFlag(flags);
    },
    run: (args) =>
      shown(
        args,
        (signal) =>
          cckmKeyChange({
            ...placeOptions(args, signal),
            ...approvalOptions(args),
            id: String(args.id),
            action,
            confirm: text(args.confirm),
            askText: askTextOnTerminal(args),
          }),
        ({ key, outcome }) => [...keyTable([key]), ...(outcome === 'none' ? [none[action]] : [])],
      ),
  };
}
