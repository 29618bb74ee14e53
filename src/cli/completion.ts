import { readFileSync } from 'node:fs';
import { printFile } from '../report/terminal.ts';
import { defineCommand } from './command.ts';

/** The supported shells, and how each loads the script at its start. */
const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export const command = defineCommand({
  flags: (args) =>
    args.positional('shell', {
      type: 'string',
      choices: shells,
      demandOption: true,
      describe: 'shell that reads the script',
    }),
  run: async ({ shell, json }) => {
    const script = readFileSync(
      new URL(`../../templates/completion/keyway.${shell}`, import.meta.url),
      'utf8',
    );
    if (!json) printFile(script);
    return { result: { shell, script } };
  },
});
