import { cckmCertificates } from '../../operations/cckm/certificates.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { yesFlag } from '../flags.ts';
import { actionFlags, approvalOptions, organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

const actions = ['list', 'get', 'delete'] as const;

export const command = defineCommand({
  flags: (args) =>
    yesFlag(
      organizationFlag(
        placeFlags(
          actionFlags(args, actions, {
            which: 'id in CipherTrust; with an organization, also its name or label',
          }),
        ),
      ),
    ).option('synchronize', {
      type: 'boolean',
      describe: 'update what CipherTrust knows of the orgs first',
      default: false,
    }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmCertificates({
          ...placeOptions(args),
          ...approvalOptions(args),
          action: args.action,
          name: args.name,
          organization: args.organization,
          synchronize: args.synchronize === true,
        }),
      ({ certificates }) =>
        table(
          ['name', 'label', 'until', 'organization', 'id'],
          certificates.map((one) => [
            one.developerName,
            one.name,
            one.expires?.slice(0, 10),
            one.organization,
            one.id,
          ]),
          'No certificates. --synchronize asks the orgs for theirs.',
        ),
    ),
});
