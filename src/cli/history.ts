import { type HistoryEntry, history } from '../operations/history.ts';
import { columns } from '../report/table.ts';
import { paint, print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, warningsOf } from './flags.ts';
import { historyFlag } from './run-flags.ts';

export const command = defineCommand({
  flags: (args) => historyFlag(orgFlags(args)),
  async run(args) {
    const { warnings, heading, ...result } = await history({
      ...orgOptions(args),
      historyDir: args.historyDir,
    });
    if (!args.json) {
      print(printable(heading));
      const rows = columns(result.entries.map(row));
      print(
        rows.length === 0 ? `No deploy yet in ${printable(result.directory)}.` : ['', ...rows].join('\n'),
      );
      for (const note of result.notes) print(`${paint('yellow', '!')} ${printable(note)}`);
      if (rows.length > 0) print('\nNext: keyway rollback [ID]');
    }
    return { result, warnings: warningsOf(warnings) };
  },
});

function row({ id, at, what, of, git, changes, outcome, username }: HistoryEntry): readonly string[] {
  return [
    `  ${id}`,
    at.slice(0, 19).replace('T', ' '),
    of === undefined ? what : `${what} of ${printable(of)}`,
    `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`,
    outcome ?? 'cut off',
    git ? `${git.commit.slice(0, 8)}${git.dirty ? '+' : ''}` : '',
    printable(username),
  ];
}
