import { cckmNamedCredentials } from '../../operations/cckm/named-credentials.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

export const command = defineCommand({
  flags: (args) => organizationFlag(placeFlags(args)),
  run: (args) =>
    runAndShow(
      args,
      () => cckmNamedCredentials({ ...placeOptions(args), organization: args.organization }),
      ({ namedCredentials }) =>
        table(
          ['name', 'label', 'url', 'id'],
          namedCredentials.map(({ developerName, label, url, id }) => [developerName, label, url, id]),
          'No named credentials.',
        ),
    ),
});
