import type { Argv } from 'yargs';
import type { KeyAction } from '../../ciphertrust/keys.ts';
import { cckmKeyChange } from '../../operations/cckm/keys.ts';
import { askTextOnTerminal } from '../ask.ts';
import { type Command, defineCommand, type FlagsOf } from '../command.ts';
import { yesFlag } from '../flags.ts';
import { approvalOptions, placeFlags, placeOptions } from './flags.ts';
import { keyTable } from './keys.ts';
import { runAndShow } from './show.ts';

const nothingDoneTexts: Readonly<Record<KeyAction, string>> = {
  activate: 'It is active already; nothing was changed.',
  destroy: 'It is destroyed already; nothing was changed.',
  import: 'It is there already; nothing was changed.',
  'delete-backup': 'It has no backup; nothing was changed.',
};

/** One command for each action on a key. */
export function changeCommand(action: KeyAction): Command {
  const typed = action === 'destroy' || action === 'delete-backup';
  const keyFlags = (args: Argv) =>
    placeFlags(args.positional('id', { type: 'string', describe: 'ID of the key in CipherTrust' }));
  const change = (
    args: FlagsOf<typeof keyFlags>,
    approval: Pick<Parameters<typeof cckmKeyChange>[0], 'yes' | 'ask' | 'confirm'>,
  ) =>
    runAndShow(
      args,
      () =>
        cckmKeyChange({
          ...placeOptions(args),
          ...approval,
          id: String(args.id),
          action,
          askText: askTextOnTerminal(args),
        }),
      ({ key, outcome }) => [...keyTable([key]), ...(outcome === 'none' ? [nothingDoneTexts[action]] : [])],
    );
  if (!typed)
    return defineCommand({
      flags: (args) => yesFlag(keyFlags(args)),
      run: (args) => change(args, approvalOptions(args)),
    });
  return defineCommand({
    flags: (args) =>
      keyFlags(args).option('confirm', {
        type: 'string',
        describe: 'confirm with type and version, such as Data:3',
        requiresArg: true,
      }),
    run: (args) => change(args, { confirm: args.confirm }),
  });
}
