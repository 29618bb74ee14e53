import type { JobKind } from '../../ciphertrust/jobs.ts';
import { cckmSynchronize } from '../../operations/cckm/synchronize.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

const actions = ['start', 'list', 'cancel'] as const;

export const command = defineCommand({
  flags: (args) =>
    organizationFlag(placeFlags(args))
      .positional('action', {
        choices: actions,
        describe: 'what to do',
        default: 'start' as (typeof actions)[number],
      })
      .positional('id', { type: 'string', describe: 'cancel: ID of the job' })
      .option('of', {
        choices: ['keys', 'certificates'] as const,
        describe: 'what',
        default: 'keys' as JobKind,
      }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmSynchronize({
          ...placeOptions(args),
          action: args.action,
          of: args.of,
          id: args.id,
          organization: args.organization,
        }),
      ({ jobs }) =>
        table(
          ['of', 'status', 'organizations', 'started', 'id'],
          jobs.map(({ kind, status, organizations, createdAt, id }) => [
            kind,
            status,
            organizations.length,
            createdAt,
            id,
          ]),
          'No synchronizations.',
        ),
    ),
});
