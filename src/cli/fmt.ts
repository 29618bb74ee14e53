import { format } from '../operations/format.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { defineCommand } from './command.ts';

export const command = defineCommand({
  flags: (args) =>
    args.option('check', { type: 'boolean', describe: 'write nothing; fail if the file would change' }),
  async run({ config, check, json }) {
    const result = format({ config, check });
    const isWrong = check === true && result.changed;
    if (!json) {
      const outcomeText = !result.changed
        ? 'is formatted.'
        : check
          ? "isn't formatted. Run keyway fmt."
          : 'was formatted.';
      (isWrong ? printFinding : print)(`${printable(result.file)} ${outcomeText}`);
    }
    return { result, exitCode: isWrong ? 1 : 0 };
  },
});
