import { printable } from '../../report/terminal.ts';
import { cckmSynchronize } from '../../verbs/cckm/keys.ts';
import type { Command } from '../command.ts';
import { text } from '../flags.ts';
import { organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { shown } from './show.ts';

export const command: Command = {
  flags: (args) => organizationFlag(placeFlags(args)),
  run: (args) =>
    shown(
      args,
      (signal) => cckmSynchronize({ ...placeOptions(args, signal), organization: text(args.organization) }),
      ({ job }) => [`Keys of ${job.organizations.length} organizations: ${printable(job.status)}.`],
    ),
};
