import { cckmOrganizations } from '../../operations/cckm/organizations.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { yesFlag } from '../flags.ts';
import { actionFlags, approvalOptions, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

const actions = ['list', 'find', 'get', 'add', 'change', 'delete'] as const;

export const command = defineCommand({
  flags: (args) =>
    yesFlag(
      placeFlags(actionFlags(args, actions, { which: 'ID in CipherTrust or Salesforce, or name' })),
    ).option('connection', {
      type: 'string',
      describe: "find, add, change: CipherTrust's connection to Salesforce (default: from the config)",
      requiresArg: true,
    }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmOrganizations({
          ...placeOptions(args),
          ...approvalOptions(args),
          action: args.action,
          name: args.name,
          connection: args.connection,
        }),
      ({ organizations }) =>
        table(
          ['Salesforce id', 'name', 'type', 'connection', 'id'],
          organizations.map((one) => [
            one.orgId,
            one.name,
            one.type,
            one.connection,
            'id' in one ? one.id : 'not added',
          ]),
          'No organizations. To add one: keyway cckm organizations add --connection NAME',
        ),
    ),
});
