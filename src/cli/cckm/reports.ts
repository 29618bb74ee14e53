import { cckmReports } from '../../operations/cckm/reports.ts';
import { table } from '../../report/table.ts';
import { printFile } from '../../report/terminal.ts';
import { defineCommand } from '../command.ts';
import { yesFlag } from '../flags.ts';
import { actionFlags, approvalOptions, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

const actions = ['list', 'get', 'create', 'contents', 'download', 'delete'] as const;

export const command = defineCommand({
  flags: (args) =>
    yesFlag(placeFlags(actionFlags(args, actions)))
      .option('start', {
        type: 'string',
        describe: 'create: start, such as 2026-01-01T00:00:00Z (default: a day before the end)',
        requiresArg: true,
      })
      .option('end', { type: 'string', describe: 'create: end (default: now)', requiresArg: true }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmReports({
          ...placeOptions(args),
          ...approvalOptions(args),
          action: args.action,
          ...(args.name === undefined ? {} : { name: String(args.name) }),
          start: args.start,
          end: args.end,
        }),
      ({ reports, rows, csv }) => {
        if (csv !== undefined) {
          printFile(`${csv.trimEnd()}\n`);
          return [];
        }
        if (rows !== undefined) {
          const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
          const cells = rows.map((row) => names.map((name) => String(row[name] ?? '')));
          return table(names, cells, 'The report is empty.');
        }
        return table(
          ['name', 'type', 'from', 'until', 'status', 'id'],
          (reports ?? []).map(({ name, type, start, end, status, id }) => [
            name,
            type,
            start,
            end,
            status,
            id,
          ]),
          'No reports.',
        );
      },
      // A file that receives the output contains only the report.
      { headed: args.action !== 'download' },
    ),
});
