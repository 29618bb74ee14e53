import { cckmEndpoints } from '../../operations/cckm/endpoints.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { yesFlag } from '../flags.ts';
import { actionFlags, approvalOptions, organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

const actions = ['list', 'get', 'create', 'change', 'delete'] as const;

export const command = defineCommand({
  flags: (args) =>
    yesFlag(organizationFlag(placeFlags(actionFlags(args, actions))))
      .option('hostname', {
        type: 'string',
        describe: 'create: host that Salesforce calls (default: the host of the URL)',
        requiresArg: true,
      })
      .option('endpoint-username-from', {
        type: 'string',
        describe: 'create, change: reference to the user name that the named credential sends',
        requiresArg: true,
      })
      .option('endpoint-password-from', {
        type: 'string',
        describe: 'create, change: reference to its password',
        requiresArg: true,
      }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmEndpoints({
          ...placeOptions(args),
          ...approvalOptions(args),
          action: args.action,
          name: args.name,
          organization: args.organization,
          hostname: args.hostname,
          endpointUsernameFrom: args.endpointUsernameFrom,
          endpointPasswordFrom: args.endpointPasswordFrom,
        }),
      ({ endpoints }) =>
        table(
          ['name', 'id', 'url of the named credential'],
          endpoints.map(({ name, id, url }) => [name, id, url]),
          'No endpoints.',
        ),
    ),
});
